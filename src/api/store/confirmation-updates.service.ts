import { Inject, Injectable } from '@nestjs/common';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { TransactionId } from '../../domain/ids.js';
import {
  CONFIRMED_UPDATE_ID,
  confirmedUpdate,
  transactionWorkflowId,
} from '../../workflows/transaction.messages.js';
import { TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { refuseUnavailable } from './unavailable.js';

/** A worker decides, so that one that is busy is given some time. */
const CONFIRM_WITHIN_MS = 10_000;

/** Asks the runs of sales to keep them. */
@Injectable()
export class ConfirmationUpdates {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @returns false where the run refuses it, or has ended without having been confirmed. @throws Problem `orchestrator-unavailable` */
  async confirm(transactionId: TransactionId, by: string): Promise<boolean> {
    const run = this.temporal.client.workflow.getHandle(transactionWorkflowId(transactionId));
    const update = () =>
      run.executeUpdate(confirmedUpdate, {
        updateId: CONFIRMED_UPDATE_ID,
        args: [{ version: 1, by, at: Date.now() }],
      });
    try {
      await callTemporal(this.temporal, CONFIRM_WITHIN_MS, update);
      return true;
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) return false;
      throw refuseUnavailable(transactionId);
    }
  }
}
