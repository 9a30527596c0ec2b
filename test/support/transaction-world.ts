import type { Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { createActivities } from '../../src/activities/create-activities.js';
import type { Activities } from '../../src/activities/contract.js';
import type { Dependencies, Occurrence, Webhooks } from '../../src/activities/dependencies.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { leaseWorkflowId } from '../../src/workflows/terminal-lease.messages.js';
import type { TransactionInput } from '../../src/workflows/transaction.messages.js';
import {
  hintArrivedSignal,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding, LateResultInput } from '../../src/workflows/late-result.messages.js';
import { watchSnapshot } from './ask-run.js';
import { KnownRuns } from './known-runs.js';
import { beginSale } from './sale-under-way.js';
import type { Sale } from './sale-under-way.js';
import { findStoryWorkers, openTemporalConnections } from './story-workers.js';
import type { TemporalConnections, Story, StoryWorkers } from './story-workers.js';
import { requireIdPosTxs, saleInput } from './terms.js';
import { until } from './until.js';
import { silenceWorkers, startWorkers } from './workers.js';

export type { Sale } from './sale-under-way.js';
export type Getnet = Dependencies['getnet'];

const noWebhooks: Webhooks = {
  send: () => Promise.resolve({ kind: 'failed', status: null, cause: 'nobody listens' }),
  listEndpoints: () => [],
  pausesMs: [],
};

/** A Getnet that acknowledges and then says what it is told to. */
export function createGetnetAnswering(
  verdict: Verdict,
  id = '900001',
): Getnet & { sent: string[]; asked: string[] } {
  const sent: string[] = [];
  const asked: string[] = [];
  return {
    sent,
    asked,
    async send(accepted) {
      sent.push(accepted.customId);
      return { kind: 'acknowledged', idPosTxs: requireIdPosTxs(id) };
    },
    async cancel() {
      return { kind: 'taken' };
    },
    async status({ idPosTxs: asking }) {
      asked.push(asking);
      const isOther = 'idPosTxs' in verdict && verdict.idPosTxs !== undefined && verdict.idPosTxs !== asking;
      return { verdict: isOther ? { kind: 'contradiction', fields: ['customId'], foreign: true } : verdict };
    },
    async statusAtDevice() {
      return { verdict: { kind: 'silent', cause: 'nobody is at this terminal' } };
    },
  };
}

/** How a world is to be. What differs from the usual takes workers of its own. */
export interface WorldOptions {
  /** Whether workers keep runs in memory, or how many. */
  readonly cached?: boolean | number;
  readonly workers?: boolean;
  /** It stops and starts its workers. */
  readonly ownWorkers?: boolean;
  /** With them runs the worker of webhooks. */
  readonly webhooks?: Webhooks;
  /** How long sales are remembered: a day unless told. */
  readonly retentionMs?: number | undefined;
}

/** A real Temporal server, real workers, real leases; only Getnet is told what to say. */
export class TransactionWorld extends KnownRuns implements Story {
  readonly counted: Occurrence[] = [];
  readonly activities: Activities;

  /** What the settings say about terminals that are closed daily. */
  dailyTerms: Dependencies['findDailyTerms'] | undefined;

  private beforeTurn: () => Promise<void> = async () => undefined;
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly ownNames: string[] = [];

  private constructor(
    private readonly connections: TemporalConnections & {
      readonly webhooks?: Webhooks | undefined;
      readonly retentionMs?: number | undefined;
      /** Absent: it has workers of its own. */
      readonly shared?: StoryWorkers;
    },
    readonly taskQueue: string,
    private getnet: Getnet,
  ) {
    super();
    this.activities = createActivities({
      getnet: {
        send: (...order) => this.getnet.send(...order),
        cancel: (...order) => this.getnet.cancel(...order),
        status: (question) => this.getnet.status(question),
        statusAtDevice: (...asked) => this.getnet.statusAtDevice(...asked),
      },
      temporal: this.client,
      taskQueue,
      callbackUrl: (customId) => `https://shop.test/webhooks/getnet/${customId}`,
      findLateResultAction: () => 'ask',
      count: (what) => this.counted.push(what),
      retentionMs: this.connections.retentionMs ?? 86_400_000,
      findTerminal: () => undefined,
      findDailyTerms: (merchant, terminalId) => this.dailyTerms?.(merchant, terminalId) ?? 'not_known',
      webhooks: this.connections.webhooks ?? noWebhooks,
    });
    const { acquireLease } = this.activities;
    this.activities.acquireLease = async (claim) => {
      if (claim.turn) await this.beforeTurn();
      return acquireLease(claim);
    };
  }

  get client(): Client {
    return this.connections.client;
  }

  /** Before the first world of a file. */
  static silenceLogs(): void {
    silenceWorkers();
  }

  /** A world with the workers of its file, where it has them and nothing unusual is asked for. */
  static async over(
    getnet: Getnet,
    { cached = true, workers = true, ownWorkers = false, webhooks, retentionMs }: WorldOptions = {},
  ): Promise<TransactionWorld> {
    const shared = findStoryWorkers();
    const isUsual = workers && !ownWorkers && cached === true;
    if (shared && isUsual && (webhooks === undefined || shared.hasWebhooks)) {
      const connections = { ...(await shared.open()), shared, webhooks, retentionMs };
      const world = new TransactionWorld(connections, shared.taskQueue, getnet);
      await shared.enter(world);
      return world;
    }
    const connections = { ...(await openTemporalConnections()), webhooks, retentionMs };
    const world = new TransactionWorld(connections, `test-${randomUUID()}`, getnet);
    shared?.watch(world.taskQueue);
    if (workers) await world.startWorkers(cached);
    return world;
  }

  /** From now on Getnet says something else. */
  answerWith(getnet: Getnet): void {
    this.getnet = getnet;
  }

  /** Whether a workflow is about one of its sales. */
  owns(workflowId: string): boolean {
    return this.ownNames.some((name) => workflowId.includes(name));
  }

  async startWorkers(cached: boolean | number = true): Promise<void> {
    if (this.connections.shared) throw new Error('this world shares its workers: ask for workers of its own');
    const { taskQueue, activities } = this;
    const { native: connection, webhooks } = this.connections;
    const hooked = webhooks !== undefined;
    this.stops.push(await startWorkers({ connection, taskQueue, activities, cached, webhooks: hooked }));
  }

  /** Workers take their activities when they start. */
  async restartWorkers(cached: boolean | number = true): Promise<void> {
    await this.stopWorkers();
    await this.startWorkers(cached);
  }

  /** Until they are started again nobody answers for its runs. */
  async stopWorkers(): Promise<void> {
    for (const stop of this.stops.splice(0)) await stop();
  }

  async sale(input: TransactionInput = saleInput()): Promise<Sale> {
    this.own(input);
    const isAttended = this.connections.shared !== undefined || this.stops.length > 0;
    return beginSale(this, input, isAttended);
  }

  /** A callback for a transaction that no longer runs, and what it led to. */
  async lateResult({ accepted, policy }: TransactionInput, named: string): Promise<LateResultFinding> {
    this.own({ accepted });
    const run = await this.client.workflow.signalWithStart(lateResultWorkflow, {
      workflowId: lateResultWorkflowId(accepted.customId),
      taskQueue: this.taskQueue,
      args: [{ version: 1, accepted, policy } satisfies LateResultInput],
      signal: hintArrivedSignal,
      signalArgs: [
        {
          version: 1,
          customId: accepted.customId,
          digest: 'd',
          claims: 'approved',
          idPosTxs: requireIdPosTxs(named),
        },
      ],
    });
    return run.result() as Promise<LateResultFinding>;
  }

  /** Before the workers start: leave to undo is asked for, and held until the given function is called. */
  holdUndoPermission(asked: () => void): () => void {
    let release: () => void = () => undefined;
    const released = new Promise<void>((go) => (release = go));
    const { requestUndo } = this.activities;
    this.activities.requestUndo = async (request) => {
      asked();
      await released;
      return requestUndo(request);
    };
    return release;
  }

  /** A waiter that is called does not take the terminal until the given function is called. */
  holdsTurns(): () => void {
    let release: () => void = () => undefined;
    const released = new Promise<void>((go) => (release = go));
    this.beforeTurn = () => released;
    return release;
  }

  /** Waits on the state, not on the clock. A busy machine may look at a sale that was in progress only when it is being verified. */
  async becomes(workflowId: string, status: Snapshot['status']): Promise<Snapshot> {
    const read = watchSnapshot(this.client, workflowId);
    return until(async () => {
      const snapshot = await read();
      if (snapshot === undefined) return undefined;
      const hasPassed =
        snapshot.status === 'verifying' && snapshot.states.some((one) => one.status === status);
      return (snapshot.status === status || (status === 'in_progress' && hasPassed)) && snapshot;
    });
  }

  /** The latest lease of the sale's device. */
  lease({ accepted }: TransactionInput) {
    const { country, serialNumber } = accepted.terminal;
    return this.client.workflow
      .getHandle(leaseWorkflowId({ country, serialNumber: serialNumber.toUpperCase() }))
      .describe();
  }

  /** Waits until the present lease of the sale's device is over. */
  async leaseEnds(input: TransactionInput): Promise<void> {
    const { workflowId, runId } = await this.lease(input);
    await this.client.workflow
      .getHandle(workflowId, runId)
      .result()
      .catch(() => undefined);
  }

  /** Remembers by what its workflows are known. */
  private own({ accepted }: Pick<TransactionInput, 'accepted'>): void {
    const { transactionId, merchant, terminal, undoes } = accepted;
    this.ownNames.push(transactionId, terminal.serialNumber.trim().toUpperCase());
    if (undoes) this.ownNames.push(undoes.name);
    // A world that listens has a merchant of its own, whose webhooks are its own.
    if (this.connections.webhooks) this.ownNames.push(merchant);
  }

  /** Ends its workers, or, where they serve other stories, what they would still do for this one. */
  async close(): Promise<void> {
    const { shared } = this.connections;
    if (shared) return this.endRuns(shared);
    await this.stopWorkers();
    await this.connections.close();
  }

  private async endRuns(shared: StoryWorkers): Promise<void> {
    const query = `TaskQueue = '${this.taskQueue}' AND ExecutionStatus = 'Running'`;
    for await (const { workflowId } of this.client.workflow.list({ query })) {
      if (shared.storyOf(workflowId) !== this) continue;
      const run = this.client.workflow.getHandle(workflowId);
      await run.terminate('its story is over').catch(() => undefined);
    }
  }
}
