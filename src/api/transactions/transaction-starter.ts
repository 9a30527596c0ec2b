import { Inject, Injectable } from '@nestjs/common';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Log } from '../../config/logger.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { transactionStart } from '../../workflows/transaction.start.messages.js';
import {
  dispatchedUpdate,
  dispatchedUpdateId,
  transactionWorkflow,
} from '../../workflows/transaction.messages.js';
import type { TransactionInput } from '../../workflows/transaction.messages.js';
import { LOG } from '../settings.module.js';
import { TEMPORAL, awaiting } from '../temporal/temporal.js';
import type { Temporal } from '../temporal/temporal.js';
import { whatWasTold } from './told.js';

/** A start is given this long even where the caller will not wait, in milliseconds: it has to be durable first. */
const START_NEEDS = 500;

/** Starts transactions. */
@Injectable()
export class TransactionStarter {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Starts the attempt, or attaches to it where it has been started already.
   *
   * @param until epoch ms.
   * @returns what came of the dispatch, or undefined where nobody said in time: then the run has to be read.
   */
  start(input: TransactionInput, until: number): Promise<Snapshot | undefined> {
    const { client, taskQueue } = this.temporal;
    const startWorkflowOperation = new WithStartWorkflowOperation(
      transactionWorkflow,
      transactionStart(input, taskQueue),
    );
    const options = { updateId: dispatchedUpdateId, startWorkflowOperation };
    const deadline = Math.max(until, Date.now() + START_NEEDS);
    const answer = awaiting(this.temporal, deadline, () =>
      client.workflow.executeUpdateWithStart(dispatchedUpdate, options),
    );
    const { transactionId, attempt } = input.accepted;
    return whatWasTold(answer, (err) =>
      this.log.warn({ transactionId, attempt, err }, 'Temporal did not answer a start'),
    );
  }
}
