import type { Queryable } from '../database/ledger-database.js';
import { COMPLETE_MARK, SINCE_MARK } from '../database/complete-mark.js';
import type { IndexedRun } from './run-index.js';

/** All that ended before it is in the ledger. */
const ENDED_MARK = 'ended';

/** What a ledger says of its reach. */
export interface Marks {
  /** All that ended before it is in the ledger; undefined in a ledger that is new. */
  readonly endedMs: number | undefined;
  /** Nothing that was accepted from then on was forgotten unread; undefined where nobody has said so yet. */
  readonly sinceMs: number | undefined;
}

export async function readMarks(database: Queryable): Promise<Marks> {
  const { rows } = await database.query<{ name: string; at: Date }>(
    'select name, at from projection_marks where name = any($1)',
    [[ENDED_MARK, SINCE_MARK]],
  );
  const find = (name: string) => rows.find((row) => row.name === name)?.at.getTime();
  return { endedMs: find(ENDED_MARK), sinceMs: find(SINCE_MARK) };
}

/** Before this one, runs may have been forgotten that nobody read. It never goes back: what is forgotten stays so. */
export function writeSinceMark(database: Queryable, atMs: number): Promise<void> {
  return advanceMark(database, SINCE_MARK, atMs);
}

/** A reading takes a while, and Temporal goes on forgetting. */
const MARGIN_MS = 3_600_000;

/**
 * Pure. What ended longer ago than Temporal remembers is in no list any more: where the ledger is new, or was not kept up for so long, it
 * begins anew.
 *
 * @returns from when on it can have everything; undefined where it has gone on without a hole.
 */
export function findBeginning(
  { endedMs, sinceMs }: Marks,
  { nowMs, retentionMs }: { readonly nowMs: number; readonly retentionMs: number },
): number | undefined {
  const rememberedFromMs = nowMs - retentionMs + Math.min(MARGIN_MS, retentionMs / 24);
  const goesOn = endedMs !== undefined && endedMs >= rememberedFromMs && sinceMs !== undefined;
  return goesOn ? undefined : rememberedFromMs;
}

/** It never goes back, whichever of two projectors comes last. */
export function writeMark(database: Queryable, atMs: number): Promise<void> {
  return advanceMark(database, ENDED_MARK, atMs);
}

/** All that was accepted before it is in the ledger. It never goes back. */
export function writeCompleteMark(database: Queryable, atMs: number): Promise<void> {
  return advanceMark(database, COMPLETE_MARK, atMs);
}

async function advanceMark(database: Queryable, name: string, atMs: number): Promise<void> {
  await database.query(
    `insert into projection_marks as kept (name, at) values ($1, $2)
     on conflict (name) do update set at = greatest(kept.at, excluded.at)`,
    [name, new Date(atMs).toISOString()],
  );
}

/** @returns those of the runs that were not projected since they ended. */
export async function selectUnknown(
  database: Queryable,
  runs: readonly IndexedRun[],
): Promise<readonly IndexedRun[]> {
  if (runs.length === 0) return [];
  const { rows } = await database.query<{ run_id: string }>(
    'select run_id from closed_runs where run_id = any($1)',
    [runs.map(({ runId }) => runId)],
  );
  const known = new Set(rows.map(({ run_id: runId }) => runId));
  return runs.filter(({ runId }) => !known.has(runId));
}

/** Notes runs whose transactions were read after their end. */
export async function noteClosed(database: Queryable, runs: readonly IndexedRun[]): Promise<void> {
  const given = runs.filter(({ closedAt }) => closedAt !== undefined);
  if (given.length === 0) return;
  await database.query(
    `insert into closed_runs (run_id, workflow_id, type, transaction_id, closed_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
     on conflict (run_id) do nothing`,
    [
      given.map(({ runId }) => runId),
      given.map(({ workflowId }) => workflowId),
      given.map(({ type }) => type),
      given.map(({ transactionId }) => transactionId ?? null),
      given.map(({ closedAt }) => closedAt),
    ],
  );
}

export async function countClosed(database: Queryable, from: string, to: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'select count(*) from closed_runs where closed_at >= $1 and closed_at < $2',
    [from, to],
  );
  return rows[0]?.count ?? 0;
}

/** Takes out of the count what Temporal no longer has; the transactions stay. */
export async function forgetOthers(
  database: Queryable,
  {
    from,
    to,
    listed,
  }: { readonly from: string; readonly to: string; readonly listed: readonly IndexedRun[] },
): Promise<void> {
  await database.query(
    'delete from closed_runs where closed_at >= $1 and closed_at < $2 and not (run_id = any($3))',
    [from, to, listed.map(({ runId }) => runId)],
  );
}
