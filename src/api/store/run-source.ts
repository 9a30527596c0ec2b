import type { Client } from '@temporalio/client';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isOpen } from '../../workflows/run-answers.messages.js';
import { queryWrittenSnapshot } from '../../workflows/written-snapshot.messages.js';
import type { PollBudget } from './poll-budget.js';
import { mayHaveChanged, fetchNextPage } from './run-history.js';
import { findWorkflowId, isAnswering } from './run.js';
import type { Run } from './run.js';
import type { RunView } from './run-view.js';
import { pauseUntil } from './run-watch.js';
import type { RunSource } from './run-watch.js';
import { LOOK_UP_MS, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

/** How often a run without an outcome is looked up, and one that no worker answers for. */
const LOOK_AGAIN_MS = 2_000;
const ASK_AGAIN_MS = 1_000;

/** What runs are asked by, the same for all sources of a process. */
export interface SourceParts {
  readonly temporal: Temporal;
  readonly runs: { find(transactionId: TransactionId): Promise<Run | undefined> };
  readonly budget: PollBudget;
}

type OnView = (view: RunView) => void;

/** Follows one transaction by the history of its run: a long poll of the history ends when something happens, and then the run is asked once. */
export class HistorySource implements RunSource {
  constructor(
    private readonly transactionId: TransactionId,
    private readonly parts: SourceParts,
  ) {}

  async follow(onView: OnView, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const run = await this.parts.runs.find(this.transactionId);
      if (run === undefined) return;
      if (run.kind === 'closed')
        return onView({ snapshot: run.snapshot, isClosed: true, isRenumbered: run.isRecovered === true });
      if (run.kind === 'lost') onView({ snapshot: run.snapshot, isClosed: false, isRenumbered: true });
      if (isAnswering(run)) await this.followOpen(run, { onView, signal });
      else await pauseUntil(LOOK_AGAIN_MS, signal);
    }
  }

  /** Until the workflow has ended. */
  private async followOpen(run: Run, { onView, signal }: Following): Promise<void> {
    const workflowId = findWorkflowId(run, this.transactionId);
    const isRenumbered = run.kind === 'lost';
    const ask = async () => {
      const snapshot = await this.querySnapshot(workflowId);
      if (snapshot !== undefined) onView({ snapshot, isClosed: false, isRenumbered });
      return snapshot !== undefined;
    };
    const { budget, temporal } = this.parts;
    if (!budget.acquire()) return this.followByLooks(workflowId, { ask, signal });
    try {
      await followByPoll(temporal.client, workflowId, { ask, signal });
    } finally {
      budget.release();
    }
  }

  /** The answer of the run itself; undefined where no worker answers, or the run has just ended. */
  private querySnapshot(workflowId: string): Promise<Snapshot | undefined> {
    const { temporal } = this.parts;
    const query = () => queryWrittenSnapshot(temporal.client.workflow.getHandle(workflowId));
    return callTemporal(temporal, LOOK_UP_MS, query).catch(() => undefined);
  }

  /** Until the workflow has ended, or there is a place for its long poll. */
  private async followByLooks(workflowId: string, asking: Asking): Promise<void> {
    const endLooking = this.parts.budget.addLooker();
    try {
      await this.look(workflowId, asking);
    } finally {
      endLooking();
    }
  }

  private async look(workflowId: string, { ask, signal }: Asking): Promise<void> {
    const { budget, temporal } = this.parts;
    const handle = temporal.client.workflow.getHandle(workflowId);
    let seen = -1;
    while (!signal.aborted && !budget.isFree) {
      const { status, historyLength, raw } = await callTemporal(temporal, LOOK_UP_MS, () =>
        handle.describe(),
      );
      if (!isOpen(status.name)) return;
      if (historyLength !== seen && !raw.pendingWorkflowTask && (await ask())) seen = historyLength;
      await pauseUntil(budget.lookPauseMs, signal);
    }
  }
}

interface Following {
  readonly onView: OnView;
  readonly signal: AbortSignal;
}

interface Asking {
  /** @returns whether the run answered. */
  readonly ask: () => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** One long poll of the history, until the workflow has ended or no worker answers: then the run is looked up again. */
async function followByPoll(client: Client, workflowId: string, { ask, signal }: Asking): Promise<void> {
  let token: Uint8Array | undefined;
  while (!signal.aborted) {
    const page = await client.withAbortSignal(signal, () => fetchNextPage(client, workflowId, token));
    if (!page.nextPageToken?.length) return;
    if (mayHaveChanged(page, token) && !(await ask())) return pauseUntil(ASK_AGAIN_MS, signal);
    token = page.nextPageToken;
  }
}
