import { ActivityFailure, TimeoutFailure, condition, workflowInfo } from '@temporalio/workflow';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { neverSentAfterAll } from './acquire-terminal.js';
import { once } from './promises.js';
import { summaryOf } from './transaction.start.messages.js';
import type { TransactionStory } from './transaction.story.js';

/**
 * Hands the command to Getnet: one attempt ever. Its answer comes home by the activity's result or by the signal
 * `answered`, whichever is first; a worker that is lost on the way leaves an unknown, never a second attempt.
 */
export async function dispatchOnce(story: TransactionStory): Promise<void> {
  const { accepted, policy } = story;
  const startWithin = accepted.dispatchBy - Date.now();
  if (startWithin <= 0) return neverSentAfterAll(story, { reason: 'dispatch-expired' });
  story.say(`Handing the command to Getnet; after ${at(accepted.dispatchBy)} it is not sent any more.`);
  const sending = once({ policy, startWithin, summary: summaryOf(accepted) })
    .dispatch({ accepted, policy, startWithin, firstRunId: workflowInfo().firstExecutionRunId })
    .catch(whatIsKnownAfter);
  if (policy.mode === 'sync') story.callerCanBeAnswered = true;
  const byResult = sending.then((outcome) => story.takeDispatch(outcome));
  await Promise.race([byResult, condition(() => story.dispatched !== undefined)]);
}

/** The dispatch did not report: only a task that no worker ever started is known not to have been sent. */
function whatIsKnownAfter(failure: unknown): DispatchOutcome {
  if (!(failure instanceof ActivityFailure)) throw failure;
  const { cause } = failure;
  if (cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START')
    return { kind: 'expired' };
  return { kind: 'unknown', cause: 'the worker that was sending it did not report' };
}

function at(epoch: number): string {
  return new Date(epoch).toISOString();
}
