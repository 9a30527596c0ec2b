import { Inject, Injectable } from '@nestjs/common';
import { WorkflowFailedError } from '@temporalio/client';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Settings } from '../../config/settings.js';
import type { Attempt, TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import { transactionStatusKey } from '../../workflows/search-attributes.messages.js';
import {
  attemptOfWorkflowId,
  dispatchedUpdate,
  dispatchedUpdateId,
  snapshotQuery,
  transactionWorkflowId,
} from '../../workflows/transaction.messages.js';
import { SETTINGS } from '../settings.module.js';
import { LOOK_UP, TEMPORAL, awaiting, within } from '../temporal/temporal.js';
import type { Temporal } from '../temporal/temporal.js';
import { acceptedIn } from './accepted-in.js';
import type { Patience } from './patience.js';
import { indexedStatus, isFinalSnapshot, notSentIn, withoutOutcome, withoutWorker } from './run.js';
import type { Run } from './run.js';
import { whatWasTold } from './told.js';

/** How long a worker may take to answer a query, in milliseconds. */
const ASK_WORKER = 500;

/** How long after its budget a transaction may take to say so itself, in milliseconds. */
const GRACE = 30_000;

/** Reads the runs of transactions. */
@Injectable()
export class Runs {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @returns one attempt's latest run, or undefined where there is none. @throws Problem `orchestrator-unavailable` */
  async find(attempt: Attempt): Promise<Run | undefined> {
    const description = await this.describe(attempt);
    if (description === undefined) return undefined;
    const accepted = await this.acceptedBy(description);
    if (description.status.name === 'RUNNING') {
      const indexed = indexedStatus(description.typedSearchAttributes.get(transactionStatusKey));
      return { kind: 'running', accepted, indexed };
    }
    return { kind: 'closed', snapshot: await this.outcomeOf(accepted, description) };
  }

  /** @returns the number of the latest attempt the index knows, 0 for none. @throws Problem `orchestrator-unavailable` */
  async latestIndexedAttempt(transactionId: TransactionId): Promise<number> {
    const query = `WorkflowId STARTS_WITH "${transactionWorkflowId({ transactionId, attempt: 1 })}"`;
    return within(this.temporal, LOOK_UP, async () => {
      let latest = 0;
      for await (const { workflowId } of this.temporal.client.workflow.list({ query })) {
        latest = Math.max(latest, attemptOfWorkflowId(workflowId));
      }
      return latest;
    });
  }

  /** @returns the attempt as it stands: asked of its worker, or else as the index has it. */
  async present(run: Run): Promise<Snapshot> {
    if (run.kind === 'closed') return run.snapshot;
    const query = () => this.handleOf(run.accepted).query(snapshotQuery);
    return within(this.temporal, ASK_WORKER, query).catch(() => withoutWorker(run, this.overdueBefore()));
  }

  /**
   * @param patience milliseconds a run may take for its last step, before what its worker says counts.
   * @returns one attempt as it stands, or undefined where there is none.
   * @throws Problem `orchestrator-unavailable`
   */
  async snapshotOf(attempt: Attempt, patience = 0): Promise<Snapshot | undefined> {
    const run = await this.find(attempt);
    return run && this.present(await this.whenEnded(run, { forTheEnd: true, until: Date.now() + patience }));
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

  /** What the run was started with: in its memo, or, where somebody else started it, in its history. */
  private async acceptedBy({ memo, workflowId, runId }: WorkflowExecutionDescription): Promise<Accepted> {
    const accepted = memo?.['accepted'] as Accepted | undefined;
    if (accepted !== undefined) return accepted;
    const run = this.temporal.client.workflow.getHandle(workflowId, runId);
    const history = await within(this.temporal, LOOK_UP, () => run.fetchHistory());
    return acceptedIn(history, this.temporal.client.options.loadedDataConverter);
  }

  private async outcomeOf(
    accepted: Accepted,
    { runId, status }: WorkflowExecutionDescription,
  ): Promise<Snapshot> {
    const run = this.temporal.client.workflow.getHandle(transactionWorkflowId(accepted), runId);
    const result: unknown = await within(this.temporal, LOOK_UP, () => run.result()).catch(notSentOrNothing);
    return isFinalSnapshot(result) ? result : withoutOutcome(accepted, status.name);
  }

  /** Epoch ms: what was accepted before then has used up its budget, whoever says so. */
  private overdueBefore(): number {
    return Date.now() - this.settings.environment.ATTENTION_AFTER - GRACE;
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
