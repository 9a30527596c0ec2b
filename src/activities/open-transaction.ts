import { WorkflowUpdateFailedError, WorkflowUpdateStage } from '@temporalio/client';
import { computeStartDeadlineMs } from '../domain/policy.js';
import { buildAnnounces, combineEndpoints, listAccepted } from '../domain/webhook-audience.js';
import { ignoreAlreadyStarted, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import {
  attemptUpdateId,
  transactionWorkflow,
  transactionWorkflowId,
  triedAgainUpdate,
} from '../workflows/transaction.messages.js';
import type { TransactionInput } from '../workflows/transaction.messages.js';
import { buildTransactionStart } from '../workflows/transaction.start.messages.js';
import { TEMPORAL_DEADLINE_MS, callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/**
 * Starts a transaction of the service itself, or opens its next attempt, as a shop's request would. Asked again it finds what it had
 * started: the id, and the id of the update, are the same.
 */
export async function openTransaction(
  deps: Dependencies,
  input: TransactionInput,
  attempt: number,
): Promise<void> {
  if (attempt === 1) return start(deps, { ...input, ...chooseAnnounces(deps, input) });
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(input.accepted.transactionId));
  const options = {
    updateId: attemptUpdateId(attempt),
    args: [input.accepted] as [TransactionInput['accepted']],
    waitForStage: WorkflowUpdateStage.ACCEPTED,
  };
  await callTemporal(deps, () => run.startUpdate(triedAgainUpdate, options)).catch(ignoreRefusal);
}

/** Whom it tells: this worker's merchants file may be older than that by which its sale was accepted. */
function chooseAnnounces({ webhooks }: Dependencies, { accepted, announces }: TransactionInput) {
  const endpoints = webhooks.listEndpoints(accepted.merchant);
  return buildAnnounces(combineEndpoints(endpoints, listAccepted(announces)));
}

async function start(deps: Dependencies, input: TransactionInput): Promise<void> {
  const options = buildTransactionStart(input, deps.taskQueue);
  const startByMs = computeStartDeadlineMs(input.accepted, input.policy.limits);
  const deadlineMs = Math.min(Date.now() + TEMPORAL_DEADLINE_MS, startByMs);
  const start = () => deps.temporal.workflow.start(transactionWorkflow, options);
  await deps.temporal.withDeadline(deadlineMs, start).catch(ignoreAlreadyStarted);
}

/** Whoever asked reads how the transaction stands. While the attempt before may be retried and is shown, the refusal was for the moment. */
function ignoreRefusal(failure: unknown): void {
  if (failure instanceof WorkflowUpdateFailedError) return;
  undefinedWhenNotFound(failure);
}
