import { mustBeReversed, needsConfirmation } from '../domain/confirmation.js';
import { keepContradictions, waitForNewsAfterProof } from './news-after-proof.js';
import { reverseSale } from './reverse-sale.js';
import type { TransactionState } from './transaction-state.js';
import { describeConfirmation } from './ui-details.js';

/**
 * An approved sale that was started with `confirmWithin` waits for its confirmation, its terminal long given back. One that is
 * not confirmed in time, or that is given up by a cancel, is undone once. Confirmation, deadline and cancel are decided here, in
 * the order in which this run's history has them.
 */
export async function confirmOrUndo(state: TransactionState): Promise<void> {
  if (needsConfirmation(state.snapshot)) await waitForConfirmation(state);
  if (mustBeReversed(state.snapshot)) await reverseSale(state);
}

async function waitForConfirmation(state: TransactionState): Promise<void> {
  state.openConfirmation();
  state.attempts.answerAll();
  state.describe(describeConfirmation(state));
  for (;;) {
    await keepContradictions(state);
    if (!needsConfirmation(state.snapshot)) return;
    // It cannot know of a confirmation: whether the sale is kept or undone is read from the run it repeats.
    if (state.repeatsAnEarlierRun) return state.decideConfirmation('expired');
    if (state.cancelRequested) return state.decideConfirmation('given_up');
    const leftMs = computeConfirmationLeftMs(state);
    if (leftMs <= 0) return state.decideConfirmation('expired');
    await waitForNewsAfterProof(state, leftMs, 'until the sale is undone unless it is confirmed');
  }
}

function computeConfirmationLeftMs({ snapshot, clock }: TransactionState): number {
  return Date.parse(snapshot.confirmation?.confirmBy ?? '') - clock.nowMs();
}
