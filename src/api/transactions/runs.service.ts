import { Inject, Injectable } from '@nestjs/common';
import { WorkflowFailedError } from '@temporalio/client';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Attempt } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import { transactionStatusKey } from '../../workflows/search-attributes.messages.js';
import {
  dispatchedUpdate,
  dispatchedUpdateId,
  snapshotQuery,
  transactionWorkflowId,
} from '../../workflows/transaction.messages.js';
import { LOOK_UP, TEMPORAL, awaiting, within } from '../temporal/temporal.js';
import type { Temporal } from '../temporal/temporal.js';
import type { Patience } from './patience.js';
import { indexedStatus, isFinalSnapshot, notSentIn, withoutOutcome, withoutWorker } from './run.js';
import type { Run } from './run.js';
import { whatWasTold } from './told.js';

/** How long a worker may take to answer a query, in milliseconds. */
const ASK_WORKER = 500;

/** Reads the runs of transactions. */
@Injectable()
export class Runs {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @returns one attempt's latest run, or undefined where there is none. @throws Problem `orchestrator-unavailable` */
  async find(attempt: Attempt): Promise<Run | undefined> {
    const description = await this.describe(attempt);
    const accepted = description?.memo?.['accepted'] as Accepted | undefined;
    if (description === undefined || accepted === undefined) return undefined;
    if (description.status.name === 'RUNNING') {
      const indexed = indexedStatus(description.typedSearchAttributes.get(transactionStatusKey));
      return { kind: 'running', accepted, indexed };
    }
    return { kind: 'closed', snapshot: await this.outcomeOf(accepted, description) };
  }

  /** @returns the attempt as it stands: asked of its worker, or else as the index has it. */
  async present(run: Run): Promise<Snapshot> {
    if (run.kind === 'closed') return run.snapshot;
    const query = () => this.handleOf(run.accepted).query(snapshotQuery);
    return within(this.temporal, ASK_WORKER, query).catch(() => withoutWorker(run));
  }

  /**
   * Waits until the fate of a running attempt's dispatch is known.
   *
   * @param until epoch ms.
   * @returns what the attempt looked like then; undefined where nobody said in time, and the run has to be read.
   */
  dispatched(attempt: Attempt, until: number): Promise<Snapshot | undefined> {
    const ask = () =>
      this.handleOf(attempt).executeUpdate(dispatchedUpdate, { updateId: dispatchedUpdateId });
    return whatWasTold(awaiting(this.temporal, until, ask));
  }

  /** @returns the same attempt once its run has ended, whichever way, or the caller's patience has. */
  async whenEnded(run: Run, { forTheEnd, until }: Patience): Promise<Run> {
    if (run.kind === 'closed' || !forTheEnd || until <= Date.now()) return run;
    const { accepted } = run;
    // Whatever ended the wait, a run that ended or a call that did not: the run is read again.
    await awaiting(this.temporal, until, () => this.handleOf(accepted).result()).catch(() => undefined);
    return (await this.find(accepted)) ?? run;
  }

  private async describe(attempt: Attempt): Promise<WorkflowExecutionDescription | undefined> {
    return within(this.temporal, LOOK_UP, () => this.handleOf(attempt).describe()).catch(unlessNotFound);
  }

  private async outcomeOf(
    accepted: Accepted,
    { runId, status }: WorkflowExecutionDescription,
  ): Promise<Snapshot> {
    const run = this.temporal.client.workflow.getHandle(transactionWorkflowId(accepted), runId);
    const result: unknown = await within(this.temporal, LOOK_UP, () => run.result()).catch(notSentOrNothing);
    return isFinalSnapshot(result) ? result : withoutOutcome(accepted, status.name);
  }

  private handleOf(attempt: Attempt) {
    return this.temporal.client.workflow.getHandle(transactionWorkflowId(attempt));
  }
}

function unlessNotFound(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

function notSentOrNothing(error: unknown): Snapshot | undefined {
  if (!(error instanceof WorkflowFailedError)) throw error;
  return notSentIn(error.cause);
}
