import { isRepeat } from './acquire-terminal.js';
import { reversalProxy } from './activity-proxies.js';
import { findKeepRefusal } from '../domain/resolution-refusals.js';
import { closeGoneSale, keepSale } from '../domain/reversal.js';
import { keepContradictions, waitForNewsAfterProof } from './news-after-proof.js';
import { isHistoryFull } from './history-limit.js';
import type { TransactionState } from './transaction-state.js';
import { describeEnd, describeReversal } from './ui-details.js';
import { toResolution } from './resolve-outcome.js';
import { readFirstRun } from './recall-first-run.js';
import { adoptFirstRun } from './first-run-news.js';
import { MAX_PAUSE_FOR_A_PERSON_MS, computePauseMs, undoSale } from './undo-by-service.js';
import type { UndoEnd } from './undo-by-service.js';

/** Gives back a sale that was not confirmed. Where that fails, the sale stands, and a person is needed. */
export async function reverseSale(state: TransactionState): Promise<void> {
  state.openReversal();
  const isRepeated = await isRepeat(state);
  if (isRepeated && (await adoptConfirmation(state))) return;
  const { snapshot: sale, policy, announces, clock } = state;
  const mayStart = !isRepeated;
  const end = await undoSale({
    sale,
    policy,
    announces,
    clock,
    mayStart,
    keepNews: () => keepContradictions(state),
    noteStart: ({ transactionId, type, reason }) => state.noteReversal({ transactionId, type, reason }),
    describe: (needsPerson) => state.describe(describeReversal(state, needsPerson)),
    pause: (waitMs, summary) => pause(state, waitMs, summary),
  });
  recordEnd(state, end);
  if (end.kind !== 'done') await waitUntilReversedOrKept(state);
}

/** The run that this one repeats may have ended with the sale confirmed: then it stands. */
async function adoptConfirmation(state: TransactionState): Promise<boolean> {
  const first = await state.clock.read(readFirstRun());
  if (first.kind !== 'ended' || first.snapshot.confirmation?.state !== 'confirmed') return false;
  adoptFirstRun(state, first.snapshot);
  state.publish();
  return true;
}

function recordEnd(state: TransactionState, end: UndoEnd): void {
  switch (end.kind) {
    case 'done':
      return state.endReversal('done');
    case 'failed':
      return state.endReversal('failed', `${end.why}. ${UNDO_BY_HAND}`);
    case 'not_started':
      return state.endReversal('failed', REPEATED_SALE);
  }
}

/** The sale stands although nobody wanted it. A person undoes it, by a request of the shop's or at the terminal, or keeps it. */
export async function waitUntilReversedOrKept(state: TransactionState): Promise<void> {
  state.describe(describeEnd(state));
  for (let looks = 0; isReversalFailed(state) && (!isHistoryFull() || isAsked(state)); looks += 1) {
    const pauseMs = computePauseMs(looks, MAX_PAUSE_FOR_A_PERSON_MS);
    if (!isAsked(state)) await pause(state, pauseMs, 'until somebody undoes or keeps the sale');
    const now = await state.clock.read(reversalProxy.isReversed(state.snapshot));
    if (now.isReversed && isReversalFailed(state)) state.endReversal('done');
    applyOperatorVerdict(state, now.chargeGone);
  }
}

function isAsked({ operator }: TransactionState): boolean {
  return operator.pending !== undefined;
}

/** A person keeps the sale, unless it has been given back meanwhile, or closes it where its charge is gone. */
function applyOperatorVerdict(state: TransactionState, chargeGone: string | undefined): void {
  const { pending } = state.operator;
  state.operator.pending = undefined;
  if (pending === undefined || !isReversalFailed(state)) return;
  const { request, actors } = pending;
  // What was known when the person was heard may be another thing by now.
  pending.refusal = findKeepRefusal(request.verdict, chargeGone);
  if (pending.refusal !== undefined) return;
  const settled = { ...toResolution(request), actors, at: state.nowIso };
  state.snapshot =
    chargeGone === undefined
      ? keepSale(state.snapshot, settled)
      : closeGoneSale(state.snapshot, settled, chargeGone);
  pending.isSettled = true;
  state.publish();
}

function isReversalFailed({ snapshot }: TransactionState): boolean {
  return snapshot.reversal?.state === 'failed';
}

async function pause(state: TransactionState, waitMs: number, summary: string): Promise<void> {
  await keepContradictions(state);
  await waitForNewsAfterProof(state, waitMs, summary);
}

const UNDO_BY_HAND =
  'The sale stands: void or return it with a request of your own, or at the terminal, or keep the money.';

const REPEATED_SALE =
  'This run repeats an earlier one, so it cannot know whether the sale was confirmed, and undoes nothing by itself. ' +
  'Check with the shop: if the sale is not wanted, void or return it.';
