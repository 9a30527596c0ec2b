import type { Snapshot } from '../domain/snapshot.js';
import { isFinal } from '../domain/status.js';
import { computeMsUntilBudgetEnds, computeMsUntilNextQuery } from './search-for-outcome.js';
import type { TransactionState } from './transaction-state.js';

/**
 * Adds to an answer when Getnet is asked next, and by when the transaction has an answer or says that it needs attention. Both
 * follow from the schedule and the limits, so the run itself does not keep them, and its result never has them.
 */
export function withNextCheckTimes(shown: Snapshot, state: TransactionState): Snapshot {
  if (isFinal(shown.status) || shown.outcome.moneyMoved !== 'unknown') return shown;
  const now = state.clock.nowMs();
  const nextCheckAt = toIso(now, computeMsUntilNextQuery(state));
  const answerLatestBy =
    shown.status === 'needs_attention' ? undefined : toIso(now, computeMsUntilBudgetEnds(state));
  const outcome = {
    ...shown.outcome,
    ...(nextCheckAt !== undefined && { nextCheckAt }),
    ...(answerLatestBy !== undefined && { answerLatestBy }),
  };
  return { ...shown, outcome };
}

/** A time that has come is now. @returns undefined where it never comes. */
function toIso(nowMs: number, leftMs: number): string | undefined {
  return leftMs === Infinity ? undefined : new Date(nowMs + Math.max(leftMs, 0)).toISOString();
}
