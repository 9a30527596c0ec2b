import { CompleteAsyncError, activityInfo, log } from '@temporalio/activity';
import { ActivityNotFoundError, WorkflowNotFoundError } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import { dispatchInWords } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { answeredSignal } from '../workflows/transaction.messages.js';
import { soon } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** The longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 5_000;

/**
 * Brings a dispatch's answer to its transaction, for as long as it takes. The activity is completed by hand: only so does
 * the worker hear that Temporal refuses it, because it had been given up meanwhile. Then the answer goes by signal.
 *
 * @throws CompleteAsyncError always, which tells the SDK that the activity has been completed.
 */
export async function bringAnswerHome(deps: Dependencies, outcome: DispatchOutcome): Promise<never> {
  if (!(await untilHeard(() => completed(deps, outcome)))) await untilHeard(() => signalled(deps, outcome));
  throw new CompleteAsyncError();
}

/** @returns false when Temporal knows the activity no more. */
async function completed(deps: Dependencies, outcome: DispatchOutcome): Promise<boolean> {
  const { taskToken } = activityInfo();
  try {
    await soon(deps, () => deps.temporal.activity.complete(taskToken, outcome));
    return true;
  } catch (failure) {
    if (failure instanceof ActivityNotFoundError) return false;
    throw failure;
  }
}

/** @returns false when the transaction has ended meanwhile: by hand, for it waits for its answer otherwise. */
async function signalled(deps: Dependencies, outcome: DispatchOutcome): Promise<boolean> {
  const transaction = deps.temporal.workflow.getHandle(activityInfo().workflowExecution?.workflowId ?? '');
  try {
    await soon(deps, () => transaction.signal(answeredSignal, { version: 1, outcome }));
    deps.count('answer_delivered_by_signal');
    return true;
  } catch (failure) {
    if (!(failure instanceof WorkflowNotFoundError)) throw failure;
    log.error('Getnet answered a transaction that has ended meanwhile', {
      outcome: dispatchInWords(outcome),
    });
    deps.count('answer_without_transaction');
    return false;
  }
}

async function untilHeard<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await call();
    } catch (failure) {
      log.warn('an answer of Getnet is in hand and Temporal does not take it; trying again', {
        tries,
        failure: String(failure),
      });
      await pause(Math.min(100 * 2 ** tries, LONGEST_PAUSE));
    }
  }
}
