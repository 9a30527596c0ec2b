import { CompleteAsyncError, activityInfo, log } from '@temporalio/activity';
import { ActivityNotFoundError, WorkflowNotFoundError } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import { describeDispatch } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { answeredSignal } from '../workflows/transaction.messages.js';
import type { DispatchOrder, DispatchReport } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { keepLateOutcome } from './late-outcome.js';
import { readEnded } from './read-ended.js';
import { signalRecoveryAnswer } from './recoveries.js';

const MAX_PAUSE_MS = 5_000;

/**
 * Delivers a dispatch's outcome to its transaction, for as long as it takes. The activity is completed by hand: only so does
 * the worker hear that Temporal refuses it, because it had been given up meanwhile. Then the outcome goes by signal, and to a
 * run that has ended as a late result, unless that run knows it already.
 *
 * @throws CompleteAsyncError always, which tells the SDK that the activity has been completed.
 */
export async function deliverOutcome(
  deps: Dependencies,
  order: DispatchOrder,
  outcome: DispatchOutcome,
): Promise<never> {
  const report: Required<DispatchReport> = { outcome, at: Date.now() };
  const isDelivered =
    (await retryUntilDelivered(() => complete(deps, report))) ||
    (await retryUntilDelivered(() => signal(deps, order, report)));
  if (!isDelivered) await retryUntilDelivered(() => keep(deps, order, outcome));
  throw new CompleteAsyncError();
}

/** @returns false when Temporal knows the activity no more. */
async function complete(deps: Dependencies, report: DispatchReport): Promise<boolean> {
  const { taskToken } = activityInfo();
  try {
    await callTemporal(deps, () => deps.temporal.activity.complete(taskToken, report));
    return true;
  } catch (failure) {
    if (failure instanceof ActivityNotFoundError) return false;
    throw failure;
  }
}

/** @returns false when the transaction has ended meanwhile. */
async function signal(
  deps: Dependencies,
  { accepted: { customId }, handOut }: DispatchOrder,
  report: Required<DispatchReport>,
): Promise<boolean> {
  const answer = { version: 1, customId, handOut, ...report } as const;
  const transaction = deps.temporal.workflow.getHandle(activityInfo().workflowExecution?.workflowId ?? '');
  try {
    await callTemporal(deps, () => transaction.signal(answeredSignal, answer));
    deps.count('answer_delivered_by_signal');
    return true;
  } catch (failure) {
    if (failure instanceof WorkflowNotFoundError) return false;
    throw failure;
  }
}

/** The run has ended: what Getnet answered is made durable beside it, unless its outcome says it already. */
async function keep(deps: Dependencies, order: DispatchOrder, outcome: DispatchOutcome): Promise<void> {
  const ended = await readEnded(deps, order.accepted.transactionId);
  await keepLateOutcome(deps, order, { outcome, ended });
  if (ended) return;
  log.error('Getnet answered a transaction that was ended by hand', { outcome: describeDispatch(outcome) });
  await signalRecoveryAnswer(deps, order, outcome);
  deps.count('answer_without_transaction');
}

async function retryUntilDelivered<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await call();
    } catch (failure) {
      log.warn('Temporal does not accept an answer of Getnet; trying again', {
        tries,
        failure: String(failure),
      });
      await pause(Math.min(100 * 2 ** tries, MAX_PAUSE_MS));
    }
  }
}
