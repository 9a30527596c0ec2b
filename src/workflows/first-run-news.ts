import type { FirstRunDispatch } from '../activities/contract.js';
import * as record from '../domain/record.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Accepted } from '../domain/transaction.js';
import { startAfter } from './start-after.js';
import type { TransactionState } from './transaction-state.js';
import { recordDispatch, verifyOtherClaims } from './transaction-news.js';

/** The first run may have opened later attempts, which proves that each one before was not sent. */
export function adoptFirstRunDispatches(
  state: TransactionState,
  dispatches: readonly FirstRunDispatch[],
): void {
  for (const { accepted, outcome, handOuts } of dispatches) {
    if (accepted.attempt > state.accepted.attempt) {
      state.current.notSent ??= { reason: 'dispatch-expired' };
      state.openNext(state.attempts.createAttempt(accepted));
    }
    adoptGrant(state, accepted);
    state.attempts.handleWhenOpened(accepted.customId, (attempt) => {
      const isLatest = accepted === dispatches.at(-1)?.accepted;
      // An answer that Temporal repeated to this run may be an earlier worker's: the first run has weighed it.
      attempt.recordHandOut(handOuts);
      if (!isLatest) attempt.notSent ??= { reason: 'dispatch-expired' };
      recordDispatch(state, { attempt, outcome, source: 'first_run' });
    });
  }
}

/** When an attempt was given the terminal, and after which transaction, only its dispatch tells. */
export function adoptGrant(state: TransactionState, { customId, dispatchBy, previous }: Accepted): void {
  state.attempts.handleWhenOpened(customId, (attempt) => {
    startAfter(state, attempt, previous);
    if (dispatchBy > attempt.accepted.dispatchBy) attempt.startAfterWait(dispatchBy);
  });
}

/** The first run's proven outcome is this reset run's outcome too. */
export function adoptFirstRun(state: TransactionState, earlier: Snapshot): void {
  if (earlier.status === 'not_sent') return state.markRepeated();
  state.snapshot = record.withEvidence(earlier, { source: 'first_run', says: earlier.status }, state.nowIso);
  for (const attempt of state.attempts.all) verifyOtherClaims(state, attempt);
}
