import type { Queryable } from '../database/ledger-database.js';
import { ENDED } from '../rows/transaction-row.js';
import type { IndexedRun } from './run-index.js';

/** Times of a run are those of its history, so that the outcome of a row lies between start and end of the run that it is of. */
const CONFIRM = `update transactions as kept set run_id = given.run_id, indexed_status = given.status
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) as given (id, run_id, status, started_at, closed_at)
where kept.id = given.id and kept.seq >= ${ENDED} and kept.undoes is null
  and kept.final_at > given.started_at and kept.final_at <= given.closed_at
  and (kept.run_id is null or kept.run_id = given.run_id)
returning given.run_id`;

/**
 * What the API told of was mostly read after its end before the index names that end. An undo is read again all the same, for the sale
 * with it.
 *
 * @returns those of the runs that still have to be read. @throws LedgerUnavailable
 */
export async function selectUnread(
  database: Queryable,
  runs: readonly IndexedRun[],
): Promise<readonly IndexedRun[]> {
  const own = runs.filter(({ workflowId, transactionId }) => workflowId === `transaction/${transactionId}`);
  if (own.length === 0) return runs;
  const { rows } = await database.query<{ run_id: string }>(CONFIRM, [
    own.map(({ transactionId }) => transactionId),
    own.map(({ runId }) => runId),
    own.map(({ status }) => status ?? null),
    own.map(({ startedAt }) => startedAt),
    own.map(({ closedAt }) => closedAt ?? null),
  ]);
  const read = new Set(rows.map(({ run_id: runId }) => runId));
  return runs.filter(({ runId }) => !read.has(runId));
}
