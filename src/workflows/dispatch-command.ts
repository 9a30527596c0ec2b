import { ActivityFailure, TimeoutFailure, workflowInfo } from '@temporalio/workflow';
import type { DispatchReport } from '../activities/contract.js';
import type { Policy } from '../domain/policy.js';
import { chooseAnswerTiming } from './answer-in-new-task.js';
import { confirmNotSent } from './acquire-terminal.js';
import { dispatchProxy } from './activity-proxies.js';
import { recordDispatch } from './transaction-news.js';
import type { TransactionState } from './transaction-state.js';
import { buildSummary } from './transaction.start.messages.js';

/**
 * Gives the command of the present attempt to a worker: one activity attempt ever. The answer comes back by the activity's
 * result or by the signal `answered`, whichever is first; a worker that is lost on the way leaves an unknown, never a second
 * attempt. Returns as soon as the command is scheduled.
 */
export async function startDispatch(state: TransactionState): Promise<void> {
  const { current: attempt, accepted, policy } = state;
  if (state.clock.nowMs() >= accepted.dispatchBy)
    return confirmNotSent(state, { reason: 'dispatch-expired' });
  // The server's time: a worker's own may be slow. It decides nothing here.
  const startWithin = Math.max(accepted.dispatchBy - Date.now(), 1);
  state.describe(
    `Handing the command to Getnet; after ${new Date(accepted.dispatchBy).toISOString()} it is not sent any more.`,
  );
  attempt.recordHandOut();
  attempt.isOutstanding = true;
  attempt.handedOutAtMs = state.clock.nowMs();
  const order = {
    accepted,
    policy,
    startWithin,
    handOut: attempt.handOuts,
    firstRunId: workflowInfo().firstExecutionRunId,
    asksForDoubts: accepted.attempt > 1,
  };
  void dispatchProxy({ policy, startWithinMs: startWithin, summary: buildSummary(accepted) })
    .dispatch(order)
    .catch((failure: unknown) => reportLostDispatch(failure, policy))
    .then(({ outcome, at }) => recordDispatch(state, { attempt, outcome, at }));
  if (policy.mode === 'sync') attempt.answerTiming ??= chooseAnswerTiming(accepted);
}

/**
 * The dispatch did not report. Nothing was sent where no worker ever started it, and where the worker that did fell silent before it had
 * claimed the command; otherwise it may have been sent.
 */
function reportLostDispatch(failure: unknown, { claimsDispatch = false }: Policy): DispatchReport {
  if (!(failure instanceof ActivityFailure)) throw failure;
  const { cause } = failure;
  if (cause instanceof TimeoutFailure) {
    if (cause.timeoutType === 'SCHEDULE_TO_START') return { outcome: { kind: 'expired' } };
    if (claimsDispatch && cause.lastHeartbeatDetails === undefined) return { outcome: NEVER_CLAIMED };
  }
  return { outcome: { kind: 'unknown', cause: 'the worker that was sending it did not report' } };
}

const NEVER_CLAIMED = {
  kind: 'withheld',
  cause: 'the worker that had it fell silent before it sent',
} as const;
