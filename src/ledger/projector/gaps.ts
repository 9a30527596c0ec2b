import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Queryable } from '../database/ledger-database.js';

const RETRIED_AT_A_TIME = 500;

/** Notes what could not be projected, or was not confirmed: no later window of time would list it. */
export async function noteGaps(database: Queryable, ids: Iterable<string>): Promise<void> {
  const failed = [...ids];
  if (failed.length === 0) return;
  await database.query(
    'insert into projection_gaps (transaction_id) select unnest($1::text[]) on conflict do nothing',
    [failed],
  );
}

/** They are in the ledger, or Temporal has none of them. */
export async function closeGaps(database: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await database.query('delete from projection_gaps where transaction_id = any($1)', [ids]);
}

/** The oldest first. */
export async function listGaps(database: Queryable): Promise<readonly TransactionId[]> {
  const { rows } = await database.query<{ id: string }>(
    `select transaction_id as id from projection_gaps order by since limit ${RETRIED_AT_A_TIME}`,
  );
  return rows.flatMap(({ id }) => parseTransactionId(id) ?? []);
}
