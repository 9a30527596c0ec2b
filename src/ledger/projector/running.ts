import type { IndexedRun } from './run-index.js';
import { listWanted } from './tail.js';
import type { TailParts } from './tail.js';

/** A transaction that is on its way is read again after this, whatever the index says. */
const OLD_AFTER_MS = 10_000;

/** One that waits for a person is asked about further on, ever more rarely: what it learns changes no status that the index would show. */
const OLD_IN_ATTENTION_MS = 60_000;

/** What changes by itself, from moment to moment. */
const MOVING = ['queued', 'dispatching', 'in_progress', 'cancel_requested', 'verifying', 'reversing'];

interface KnownRow {
  readonly id: string;
  readonly run_id: string | null;
  readonly indexed_status: string | null;
  readonly attempt: number;
  readonly is_old: boolean;
}

/** Reads again the running transactions that have changed, or may have. */
export async function projectRunning(
  { database, projection, index }: Pick<TailParts, 'database' | 'projection' | 'index'>,
  startedFrom: string | undefined,
): Promise<void> {
  const running = await index.listRunning(startedFrom);
  if (running.length === 0) return;
  const { rows } = await database.query<KnownRow>(
    `select id, run_id, indexed_status, attempt,
       case when status = any($2) then observed_at < clock_timestamp() - make_interval(secs => $3)
         else status = 'needs_attention' and observed_at < clock_timestamp() - make_interval(secs => $4) end as is_old
     from transactions where id = any($1)`,
    [
      running.map(({ transactionId }) => transactionId),
      MOVING,
      OLD_AFTER_MS / 1_000,
      OLD_IN_ATTENTION_MS / 1_000,
    ],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  await projection.project(
    listWanted(running.filter((run) => mayHaveChanged(run, known.get(run.transactionId ?? '')))),
  );
}

/** A key that was refused once more has the status that it had before. */
function mayHaveChanged(run: IndexedRun, row: KnownRow | undefined): boolean {
  const { runId, status, parkedAttempt = 0 } = run;
  if (row === undefined || row.is_old || row.run_id !== runId) return true;
  const isRefusedAgain = status === 'not_sent' && row.attempt < parkedAttempt;
  return row.indexed_status !== (status ?? null) || isRefusedAgain;
}
