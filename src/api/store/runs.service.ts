import { Inject, Injectable } from '@nestjs/common';
import type { WorkflowHandle } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import type { TransactionId } from '../../domain/ids.js';
import { isSameUse } from '../../domain/key-use.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isHeldOpen } from '../../domain/confirmation.js';
import { isFinal } from '../../domain/status.js';
import type { RunReport } from '../../domain/undo-list.js';
import { undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { transactionStatusKey } from '../../workflows/search-attributes.messages.js';
import { doubtsQuery, transactionWorkflowId } from '../../workflows/transaction.messages.js';
import { queryWrittenSnapshot } from '../../workflows/written-snapshot.messages.js';
import { findRecoveryAlone, readRecovery } from './recovery-runs.js';
import { SharedWaits } from './shared-waits.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { readAccepted, pollUntilFinal, readRunEnd, waitUntilIdle } from './run-history.js';
import type { RunEnd } from './run-history.js';
import {
  isSilentlyOverdue,
  showPaused,
  findWorkflowId,
  isFinalSnapshot,
  buildSnapshotWithoutOutcome,
  buildSnapshotWithoutWorker,
} from './run.js';
import type { Described, Run } from './run.js';
import type { WaitUntil } from '../http/prefer.js';

/** How long a worker may take to answer a query. */
const QUERY_MS = 500;

const PAUSE_BEFORE_NEXT_WAIT_MS = 100;

/** How long a proven outcome waits at most for its terminal to be given back. */
const RELEASE_MS = 1_000;

/** How long after its budget a transaction may take to say so itself. */
const GRACE_MS = 30_000;

/** Reads the runs of transactions, by their ids alone. */
@Injectable()
export class Runs {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly waits: SharedWaits,
  ) {}

  /** One call, more only for a run that ended without an outcome. @returns the transaction's run, or undefined where there is none. @throws Problem `orchestrator-unavailable` */
  async find(transactionId: TransactionId): Promise<Run | undefined> {
    const workflowId = transactionWorkflowId(transactionId);
    const end = await callTemporal(this.temporal, LOOK_UP_MS, () =>
      readRunEnd(this.temporal.client, workflowId),
    ).catch(undefinedWhenNotFound);
    if (end === undefined) return undefined;
    if (end.kind === 'running') return { ...end, transactionId };
    if (isFinalSnapshot(end.result)) return { kind: 'closed', snapshot: end.result };
    const recovery = await readRecovery(this.temporal, transactionId);
    const { accepted, ending } = await this.describe(transactionId);
    // What was found out about an earlier use of the key says nothing about this one.
    if (recovery.kind === 'settled' && isSameUse(recovery.snapshot.accepted, accepted))
      return { kind: 'closed', snapshot: recovery.snapshot, isRecovered: true };
    return {
      kind: 'lost',
      snapshot: buildSnapshotWithoutOutcome(accepted, ending),
      isRecovering: recovery.kind === 'running',
    };
  }

  /** As {@link find}, also for a transaction that only its recovery still knows. @throws Problem `orchestrator-unavailable` */
  async findOrRecovery(transactionId: TransactionId): Promise<Run | undefined> {
    return (await this.find(transactionId)) ?? findRecoveryAlone(this.temporal, transactionId);
  }

  /**
   * @param limitMs how long its worker may take to answer.
   * @returns the transaction as it stands: asked of its worker, or else as it was last written.
   */
  async present(run: Run, limitMs = QUERY_MS): Promise<Snapshot> {
    return (await this.presentAnswered(run, limitMs)) ?? this.presentWithoutWorker(run);
  }

  /** As {@link present}. @returns undefined where no worker answers: what was written last may never have been how it stood. */
  async presentAnswered(run: Run, limitMs = QUERY_MS): Promise<Snapshot | undefined> {
    if (run.kind === 'closed') return run.snapshot;
    // Nobody is there to answer: that its outcome is not known is all there is to know.
    if (run.kind === 'lost') return run.isRecovering ? this.presentRecovery(run, limitMs) : run.snapshot;
    const { transactionId } = run;
    try {
      const snapshot = await this.ask(run, limitMs, queryWrittenSnapshot);
      if (snapshot === undefined) return undefined;
      await this.waitForRelease(transactionId, snapshot);
      if (!isSilentlyOverdue(snapshot, this.computeOverdueBeforeMs())) return snapshot;
      return showPaused(snapshot, (await this.describe(transactionId)).ending);
    } catch {
      return undefined;
    }
  }

  /** @returns undefined where a workflow task of the run does not end in time. @throws where no worker answers in time. */
  private async ask<T>(
    run: OpenRun,
    limitMs: number,
    query: (handle: WorkflowHandle) => Promise<T>,
  ): Promise<T | undefined> {
    const until = Date.now() + limitMs;
    const { client } = this.temporal;
    const workflowId = findWorkflowId(run, findTransactionId(run));
    return callTemporal(this.temporal, limitMs, async () => {
      const isBusy = run.kind === 'running' && run.isInTask;
      if (isBusy && !(await waitUntilIdle(client, workflowId, until))) return undefined;
      return query(client.workflow.getHandle(workflowId));
    });
  }

  /** As it was last written. @throws Problem `orchestrator-unavailable` */
  async presentWithoutWorker(run: Run): Promise<Snapshot> {
    if (run.kind !== 'running') return run.snapshot;
    const described = await this.describe(run.transactionId);
    const snapshot = buildSnapshotWithoutWorker(described, this.computeOverdueBeforeMs(), this.budgetMs);
    return snapshot.status === 'needs_attention' ? showPaused(snapshot, described.ending) : snapshot;
  }

  private presentRecovery(run: LostRun, limitMs: number): Promise<Snapshot | undefined> {
    return this.ask(run, limitMs, queryWrittenSnapshot).catch(() => undefined);
  }

  /**
   * A run gives its terminal back right after its outcome is proven, and ends then. Whoever hears the outcome may send the next
   * command at once, so a proven outcome waits for that last step, for a moment.
   */
  async waitForRelease(transactionId: TransactionId, snapshot: Snapshot): Promise<void> {
    const { status } = snapshot;
    if (!isFinal(status) || status === 'not_sent' || isHeldOpen(snapshot)) return;
    const workflowId = transactionWorkflowId(transactionId);
    const poll = (signal: AbortSignal) =>
      pollUntilFinal(this.temporal.client, workflowId, {
        // A sale that has to be confirmed has given its terminal back by the time it says so.
        isFinal: () => this.isNow(workflowId, isHeldOpen),
        signal,
      });
    await this.waits.waitUntilClosed(`${workflowId}, its end`, { untilMs: Date.now() + RELEASE_MS, poll });
  }

  /**
   * @param lastStepMs how long a run may take for its last step, before what its worker says counts.
   * @returns a transaction as it stands, or undefined where there is none.
   * @throws Problem `orchestrator-unavailable`
   */
  async readSnapshot(transactionId: TransactionId, lastStepMs = 0): Promise<Snapshot | undefined> {
    const run = await this.find(transactionId);
    if (run === undefined) return undefined;
    const deadlineMs = Date.now() + lastStepMs;
    return this.waitUntilFinal(transactionId, await this.present(run), {
      forFinal: lastStepMs > 0,
      deadlineMs,
    });
  }

  /** How the attempts of a void or return stand; `silent` where its run does not say now which of them are in doubt. */
  async readReport(transactionId: TransactionId): Promise<RunReport> {
    const run = await this.find(transactionId);
    if (run === undefined) return undefined;
    if (run.kind === 'closed') return { snapshot: run.snapshot, doubts: [] };
    if (run.kind === 'lost' && !run.isRecovering) return { snapshot: run.snapshot, doubts: [], isLost: true };
    const doubts = await this.ask(run, QUERY_MS, (handle) => handle.query(doubtsQuery)).catch(
      () => undefined,
    );
    const snapshot = doubts && (await this.presentAnswered(run));
    return snapshot ? { snapshot, doubts } : 'silent';
  }

  /** The same transaction once its status is final, or the caller's time is over. */
  async waitUntilFinal(transactionId: TransactionId, latest: Snapshot, wait: WaitUntil): Promise<Snapshot> {
    if (!wait.forFinal || isFinal(latest.status)) return latest;
    const ownId = transactionWorkflowId(transactionId);
    let workflowId = ownId;
    let end: RunEnd | undefined;
    const poll = async (signal: AbortSignal) => {
      const isFinalYet = () => this.isNow(workflowId, ({ status }) => isFinal(status));
      end = await pollUntilFinal(this.temporal.client, workflowId, { isFinal: isFinalYet, signal });
    };
    const { deadlineMs: until, clientGone: signal } = wait;
    for (;;) {
      await this.waits.waitUntilClosed(workflowId, { untilMs: until, poll, ...(signal && { signal }) });
      // Whoever shares the poll of another, or waits for a recovery, reads the run once more.
      if (workflowId === ownId && end?.kind === 'closed' && isFinalSnapshot(end.result)) return end.result;
      const run = await this.find(transactionId);
      if (run === undefined) return latest;
      const snapshot = await this.present(run, LOOK_UP_MS);
      const isOver = Date.now() >= until || signal?.aborted === true || this.waits.isShuttingDown;
      if (!mayChange(run) || isFinal(snapshot.status) || isOver) return snapshot;
      workflowId = findWorkflowId(run, transactionId);
      // The outcome is there, and a busy worker did not say so in time: it is asked again.
      await pause(PAUSE_BEFORE_NEXT_WAIT_MS);
    }
  }

  /** A worker that does not answer just now is asked again with the next event. */
  private async isNow(workflowId: string, isSo: (snapshot: Snapshot) => boolean): Promise<boolean> {
    const query = () => queryWrittenSnapshot(this.temporal.client.workflow.getHandle(workflowId));
    const snapshot = await callTemporal(this.temporal, LOOK_UP_MS, query).catch(() => undefined);
    return snapshot !== undefined && isSo(snapshot);
  }

  /** For a run without an outcome or without workers: what it was started with is in its memo, or else in its history. */
  private async describe(transactionId: TransactionId): Promise<Described & { readonly ending: Ending }> {
    const run = this.getHandle(transactionId);
    const description = await callTemporal(this.temporal, LOOK_UP_MS, () => run.describe());
    const { memo, status, runId, typedSearchAttributes, raw } = description;
    const known = memo?.['accepted'] as Described['accepted'] | undefined;
    const accepted = known ?? (await this.readAcceptedFromHistory(transactionId, runId));
    return {
      accepted,
      status: typedSearchAttributes.get(transactionStatusKey),
      ending: status.name,
      parked: memo?.['parked'] as Described['parked'],
      hasNews: Boolean(raw.pendingWorkflowTask),
      isReset: raw.workflowExecutionInfo?.firstRunId !== runId,
    };
  }

  private async readAcceptedFromHistory(transactionId: TransactionId, runId: string) {
    const run = this.temporal.client.workflow.getHandle(transactionWorkflowId(transactionId), runId);
    const history = await callTemporal(this.temporal, LOOK_UP_MS, () => run.fetchHistory());
    return readAccepted(history, this.temporal.client.options.loadedDataConverter);
  }

  /** What was accepted before then has used up its budget, whoever says so. */
  private computeOverdueBeforeMs(): number {
    return Date.now() - this.budgetMs;
  }

  private get budgetMs(): number {
    return this.environment.ATTENTION_AFTER + GRACE_MS;
  }

  private getHandle(transactionId: TransactionId) {
    return this.temporal.client.workflow.getHandle(transactionWorkflowId(transactionId));
  }
}

type LostRun = Extract<Run, { kind: 'lost' }>;

type OpenRun = LostRun | Extract<Run, { kind: 'running' }>;

function findTransactionId(run: OpenRun): TransactionId {
  return run.kind === 'running' ? run.transactionId : run.snapshot.accepted.transactionId;
}

function mayChange(run: Run): run is OpenRun {
  return run.kind === 'running' || (run.kind === 'lost' && run.isRecovering);
}

type Ending = Parameters<typeof buildSnapshotWithoutOutcome>[1];
