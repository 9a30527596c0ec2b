import { Inject, Injectable } from '@nestjs/common';
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { cancelRefusals } from '../../domain/cancel.js';
import type { CancelRefusal } from '../../domain/cancel.js';
import type { TransactionId } from '../../domain/ids.js';
import {
  CANCEL_UPDATE_ID,
  cancelRequestedUpdate,
  transactionWorkflowId,
} from '../../workflows/transaction.messages.js';
import { TEMPORAL, WORKER_ANSWER_MS, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { refuseUnavailable } from './unavailable.js';

const UNANSWERED =
  'Temporal or a worker does not answer, so it is not known whether the service accepted the cancel request. Repeat it ' +
  'after Retry-After: the service accepts a request only once. It may still accept it when a worker is back.';

/** `closed`: the run has ended, and never took a cancel request. */
export type CancelAnswer = 'taken' | 'closed' | CancelRefusal;

/** Asks runs to cancel. The run decides; nothing here compares states. */
@Injectable()
export class TransactionCanceller {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /**
   * One update id for all requests: the second one is answered like the first, on a closed run too.
   *
   * @param keyId the API key that asks, for the list of evidence.
   * @throws Problem `orchestrator-unavailable`
   */
  async requestCancel(transactionId: TransactionId, keyId: string): Promise<CancelAnswer> {
    const run = this.temporal.client.workflow.getHandle(transactionWorkflowId(transactionId));
    const request = { version: 1, keyId, at: Date.now() } as const;
    try {
      await callTemporal(this.temporal, WORKER_ANSWER_MS, () =>
        run.executeUpdate(cancelRequestedUpdate, { updateId: CANCEL_UPDATE_ID, args: [request] }),
      );
      return 'taken';
    } catch (error) {
      return readAnswer(error, transactionId);
    }
  }
}

function readAnswer(error: unknown, transactionId: TransactionId): CancelAnswer {
  if (error instanceof WorkflowNotFoundError) return 'closed';
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
    throw refuseUnavailable(transactionId, UNANSWERED);
  const refusal = error instanceof WorkflowUpdateFailedError ? findRefusal(error.cause) : undefined;
  if (refusal === undefined) throw error;
  return refusal;
}

function findRefusal(cause: unknown): CancelRefusal | undefined {
  const type = cause instanceof ApplicationFailure ? cause.type : undefined;
  return cancelRefusals.find((known) => known === type);
}
