import { condition, upsertMemo } from '@temporalio/workflow';
import type { LeaseGrant } from '../activities/contract.js';
import { mayTryAgain } from '../domain/not-sent.js';
import { isRepeat } from './acquire-terminal.js';
import type { Attempt } from './attempt.js';
import { verifyDoubts } from './search-for-outcome.js';
import type { ParkedMemo } from './transaction.messages.js';
import type { TransactionState } from './transaction-state.js';
import { describeParked } from './ui-details.js';
import { reportUndo } from './undo-permission.js';

/**
 * A transaction that was not sent waits, at no cost, for its key to try again. A callback about any of its attempts is
 * verified first: while one is not, nothing more is sent.
 *
 * @returns the next attempt; undefined where the time is over, or where a charge was proven after all.
 */
export async function waitForRetry(
  state: TransactionState,
  terminal: LeaseGrant,
): Promise<Attempt | undefined> {
  if (isCancelledBeforeAnySending(state)) return undefined;
  if (!state.isSettled || state.snapshot.status === 'not_sent') park(state);
  let isCalledOff = state.cancel.isTaken;
  state.describe(describeParked(state, computeOpenUntilMs(state)));
  while (state.mayStillChange) {
    if (!state.isProven && isReady(state)) return state.attempts.next;
    if (state.cancel.isTaken !== isCalledOff && state.attempts.next === undefined) {
      isCalledOff = state.cancel.isTaken;
      park(state);
      state.describe(describeParked(state, computeOpenUntilMs(state)));
    }
    if (state.doubtedAttempts.length > 0) await verifyDoubts(state, terminal);
    else if (await waitForEnd(state)) return undefined;
    await reportUndo(state);
  }
  return undefined;
}

/** Opens the run for a retry of its key. */
function park(state: TransactionState): void {
  const { reason } = state.current.notSent ?? {};
  const { retryUntil } = state.snapshot;
  state.isParked = retryUntil !== undefined;
  const parked: ParkedMemo = { attempt: state.accepted.attempt, reason, retryUntil };
  upsertMemo({ parked });
  state.publish();
}

/** Nothing was sent and the key may not try again, so the run can end at once. */
function isCancelledBeforeAnySending({ attempts, current }: TransactionState): boolean {
  const { reason } = current.notSent ?? {};
  return isNothingSent(attempts) && reason !== undefined && !mayTryAgain(reason);
}

function isNothingSent({ all }: TransactionState['attempts']): boolean {
  return all.every(({ dispatched }) => dispatched === undefined);
}

/** Until then the key may try again, or Getnet may call back. */
function computeOpenUntilMs(state: TransactionState): number {
  if (!state.cancel.isTaken) return Math.max(state.retryUntilMs, computeLastCallbackMs(state));
  return isNothingSent(state.attempts) ? state.clock.nowMs() : computeLastCallbackMs(state);
}

function isReady({ attempts: { next }, doubtedAttempts, clock }: TransactionState): boolean {
  if (next === undefined) return false;
  return doubtedAttempts.length === 0 || clock.nowMs() >= next.accepted.dispatchBy;
}

/** Getnet may call back about the latest attempt until then: its address is signed when the command is sent. */
function computeLastCallbackMs({ accepted, policy }: TransactionState): number {
  const { limits, countsCallbacksFromSending } = policy;
  const sentByMs = countsCallbacksFromSending ? accepted.dispatchBy : Date.parse(accepted.createdAt);
  return sentByMs + limits.callbackValidFor;
}

/** Waits for the next attempt, a callback, or the end. @returns whether the transaction ends *not sent* now. */
async function waitForEnd(state: TransactionState): Promise<boolean> {
  const isCalledOff = state.cancel.isTaken;
  const untilMs = computeOpenUntilMs(state);
  const hasNews = () =>
    state.attempts.next !== undefined ||
    state.doubtedAttempts.length > 0 ||
    state.cancel.isTaken !== isCalledOff ||
    !state.mayStillChange;
  const leftMs = Math.max(untilMs - state.clock.nowMs(), 1);
  const summary = 'until the key can no longer try again';
  await state.clock.waitAtMost(leftMs, async () => !(await condition(hasNews, leftMs, { summary })));
  if (hasNews() || state.clock.nowMs() < untilMs) return false;
  const repeats = await isRepeat(state);
  // No await from here on: the check has seen all that arrived, and what comes later finds the run closed.
  if (hasNews()) return false;
  state.isParked = false;
  if (repeats) state.markRepeated();
  return true;
}
