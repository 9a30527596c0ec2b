import { INDEX_LAG_MS } from '../../api/store/index-lag.js';
import { writeCompleteMark } from './marks.js';
import { listGaps } from './gaps.js';
import { projectRunning } from './running.js';
import type { Tail, TailParts } from './tail.js';

/**
 * Reads all that runs, and after that what has ended: a run that is not in the first list has ended, and is in the second. Then all
 * that was accepted up to shortly before the first list is in the ledger, and as it stood then or later.
 *
 * @returns whether the ledger is complete so far. @throws LedgerUnavailable, or what Temporal's client throws
 */
export async function proveComplete(parts: TailParts, tail: Tail): Promise<boolean> {
  const beganAtMs = Date.now();
  const gaps = await listGaps(parts.database);
  await parts.projection.project(gaps.map((id) => ({ id })));
  await projectRunning(parts, undefined);
  const hasCaughtUp = await tail.step();
  if (!hasCaughtUp || (await listGaps(parts.database)).length > 0) return false;
  const completeUntilMs = beganAtMs - INDEX_LAG_MS;
  await writeCompleteMark(parts.database, completeUntilMs);
  parts.metrics.setCompleteUntil(completeUntilMs);
  return true;
}
