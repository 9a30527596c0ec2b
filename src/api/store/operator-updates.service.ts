import { Inject, Injectable } from '@nestjs/common';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { TransactionId } from '../../domain/ids.js';
import { resolutionRefusals } from '../../domain/resolution-refusals.js';
import type { ResolutionRefusal } from '../../domain/resolution-refusals.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Terminal } from '../../domain/terminal.js';
import type { QuarantineEnd } from '../../workflows/terminal-quarantine.messages.js';
import { resolvedUpdate, statusRequestedUpdate } from '../../workflows/transaction.messages.js';
import type { ResolutionAnswer, ResolutionRequest } from '../../workflows/transaction.messages.js';
import { Quarantines } from './quarantines.service.js';
import { startRecovery } from './recovery-runs.js';
import { findWorkflowId } from './run.js';
import type { Run } from './run.js';
import { TEMPORAL, waitOnTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { refuseUnavailable } from './unavailable.js';

/** The run asks Getnet before it answers, about each number, for as long as one answer of Getnet may take. */
const ANSWER_WITHIN_MS = 60_000;

/** What a person's verdict came to: an answer of the run, its refusal, or nothing where the run has ended meanwhile. */
export type ResolutionOutcome =
  ResolutionAnswer | { readonly kind: 'rejected'; readonly refusal: ResolutionRefusal };

/** Takes to the runs of transactions and terminals what operators ask for. */
@Injectable()
export class OperatorUpdates {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly quarantines: Quarantines,
  ) {}

  /** The terminal takes payments again, if it did not. @throws Problem `orchestrator-unavailable` */
  endQuarantine(terminal: Terminal, end: QuarantineEnd): Promise<void> {
    return this.quarantines.end(terminal, end);
  }

  /** @returns undefined where nothing runs. @throws Problem `orchestrator-unavailable` */
  async resolve(run: Run, request: ResolutionRequest): Promise<ResolutionOutcome | undefined> {
    try {
      return await this.wait(run, () =>
        this.getHandle(run).executeUpdate(resolvedUpdate, { args: [request] }),
      );
    } catch (error) {
      const refusal = readRefusal(error);
      if (refusal) return { kind: 'rejected', refusal };
      if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError)
        return undefined;
      throw error;
    }
  }

  /** Begins the search for the outcome of a run that ended without one, if nobody has. @throws Problem `orchestrator-unavailable` */
  startRecovery({ accepted }: Snapshot): Promise<void> {
    return startRecovery(this.temporal, accepted);
  }

  /** Makes the run query Getnet now. @returns undefined if there is no command to query, or no run that could. */
  async requestStatus(run: Run): Promise<Snapshot | undefined> {
    const args: [{ version: 1; at: number }] = [{ version: 1, at: Date.now() }];
    const update = () => this.getHandle(run).executeUpdate(statusRequestedUpdate, { args });
    return waitOnTemporal(this.temporal, Date.now() + ANSWER_WITHIN_MS, update).catch(() => undefined);
  }

  private async wait<T>(run: Run, update: () => Promise<T>): Promise<T> {
    try {
      return await waitOnTemporal(this.temporal, Date.now() + ANSWER_WITHIN_MS, update);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) throw error;
      // Temporal is away, or no worker has answered: the same verdict may be said again.
      throw refuseUnavailable(findTransactionId(run));
    }
  }

  /** The run itself, or the recovery that goes on for one that ended without an outcome. */
  private getHandle(run: Run) {
    return this.temporal.client.workflow.getHandle(findWorkflowId(run, findTransactionId(run)));
  }
}

function findTransactionId(run: Run): TransactionId {
  return run.kind === 'running' ? run.transactionId : run.snapshot.accepted.transactionId;
}

function readRefusal(error: unknown): ResolutionRefusal | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const kind = resolutionRefusals.find((one) => one === cause.type);
  return kind && { kind, why: cause.message };
}
