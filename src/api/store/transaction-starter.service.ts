import { Inject, Injectable } from '@nestjs/common';
import {
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/common';
import type { Log } from '../../config/logger.js';
import { computeStartDeadlineMs } from '../../domain/policy.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import { buildTransactionStart } from '../../workflows/transaction.start.messages.js';
import {
  attemptUpdateId,
  dispatchedUpdate,
  transactionWorkflow,
  transactionWorkflowId,
  triedAgainUpdate,
} from '../../workflows/transaction.messages.js';
import type { TransactionInput } from '../../workflows/transaction.messages.js';
import { LOG } from '../settings/settings.module.js';
import { startRecovery } from './recovery-runs.js';
import { TEMPORAL, waitOnTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { isTemporalUnavailable } from './unavailable.js';

/** A start is given this long even where the caller will not wait: it has to be durable first. */
const MIN_START_MS = 500;

/** A timer may end a call that much before its deadline. */
const EARLY_TIMER_MS = 50;

/** Starts transactions, and their further attempts. */
@Injectable()
export class TransactionStarter {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Starts the transaction, or attaches to it where it has been started already.
   *
   * @returns the snapshot after the dispatch, or undefined where none came in time: then the run has to be read.
   */
  async start(input: TransactionInput, deadlineMs: number): Promise<Snapshot | undefined> {
    const startByMs = computeStartDeadlineMs(input.accepted, input.policy.limits);
    const answer = await this.startBy(input, Math.min(giveTimeToStart(deadlineMs), startByMs));
    const isGivenUp = answer === undefined && Date.now() + EARLY_TIMER_MS >= startByMs;
    // It may have been started, and not be dispatched yet.
    return isGivenUp && Date.now() < deadlineMs ? this.attach(input.accepted, deadlineMs) : answer;
  }

  private startBy(input: TransactionInput, deadlineMs: number): Promise<Snapshot | undefined> {
    const { client, taskQueue } = this.temporal;
    const startWorkflowOperation = new WithStartWorkflowOperation(
      transactionWorkflow,
      buildTransactionStart(input, taskQueue),
    );
    const updateId = attemptUpdateId(input.accepted.attempt);
    return this.waitForAnswer(input.accepted, deadlineMs, () =>
      client.workflow.executeUpdateWithStart(dispatchedUpdate, { updateId, startWorkflowOperation }),
    );
  }

  /** Opens the next attempt of a transaction, or attaches to it where it has been opened already. */
  tryAgain(accepted: Accepted, deadlineMs: number): Promise<Snapshot | undefined> {
    const updateId = attemptUpdateId(accepted.attempt);
    return this.waitForAnswer(accepted, giveTimeToStart(deadlineMs), () =>
      this.getHandle(accepted).executeUpdate(triedAgainUpdate, { updateId, args: [accepted] }),
    );
  }

  /** Has the outcome of a run searched for that ended without one. @throws Problem `orchestrator-unavailable` */
  recover(lost: Accepted): Promise<void> {
    return startRecovery(this.temporal, lost);
  }

  /** Waits for the dispatch of an attempt that has been opened. */
  attach(accepted: Accepted, deadlineMs: number): Promise<Snapshot | undefined> {
    if (accepted.attempt > 1) return this.tryAgain(accepted, deadlineMs);
    const updateId = attemptUpdateId(accepted.attempt);
    return this.waitForAnswer(accepted, giveTimeToStart(deadlineMs), () =>
      this.getHandle(accepted).executeUpdate(dispatchedUpdate, { updateId }),
    );
  }

  private waitForAnswer(
    { transactionId, attempt }: Accepted,
    deadlineMs: number,
    call: () => Promise<Snapshot>,
  ): Promise<Snapshot | undefined> {
    return updateResultOrUndefined(waitOnTemporal(this.temporal, deadlineMs, call), (err) =>
      this.log.warn({ transactionId, attempt, err }, 'Temporal did not answer a start'),
    );
  }

  private getHandle({ transactionId }: Accepted) {
    return this.temporal.client.workflow.getHandle(transactionWorkflowId(transactionId));
  }
}

function giveTimeToStart(deadlineMs: number): number {
  return Math.max(deadlineMs, Date.now() + MIN_START_MS);
}

/**
 * What an update answered, or undefined where it did not: out of time, refused, ended without an answer, ended a moment ago,
 * or Temporal is away. Then the run itself has to be read.
 *
 * @param onUnavailable told of a Temporal that is away.
 */
export async function updateResultOrUndefined(
  answer: Promise<Snapshot>,
  onUnavailable: (error: unknown) => void = () => undefined,
): Promise<Snapshot | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isTemporalUnavailable(error)) onUnavailable(error);
    else if (!isAnsweredByRun(error)) throw error;
    return undefined;
  }
}

function isAnsweredByRun(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    error instanceof WorkflowUpdateFailedError ||
    error instanceof WorkflowExecutionAlreadyStartedError ||
    error instanceof WorkflowNotFoundError
  );
}
