import {
  Client,
  Connection,
  QueryNotRegisteredError,
  ServiceError,
  WithStartWorkflowOperation,
} from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createActivities } from '../../src/activities/create-activities.js';
import type { Activities } from '../../src/activities/contract.js';
import type { Dependencies, Occurrence, Webhooks } from '../../src/activities/dependencies.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { dataConverter } from '../../src/workflows/data-converter.messages.js';
import { leaseWorkflowId } from '../../src/workflows/terminal-lease.messages.js';
import {
  CANCEL_UPDATE_ID,
  attemptUpdateId,
  callbackArrivedSignal,
  cancelRequestedUpdate,
  dispatchTaskQueue,
  dispatchedUpdate,
  snapshotQuery,
  syncTaskQueue,
  transactionWorkflow,
  triedAgainUpdate,
} from '../../src/workflows/transaction.messages.js';
import type { TransactionInput, TransactionMemo } from '../../src/workflows/transaction.messages.js';
import {
  hintArrivedSignal,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding, LateResultInput } from '../../src/workflows/late-result.messages.js';
import { buildTransactionStart } from '../../src/workflows/transaction.start.messages.js';
import { webhookTaskQueue } from '../../src/workflows/webhook-endpoint.messages.js';
import type { transaction } from '../../src/workflows/transaction.js';
import { buildCustomId } from '../../src/domain/ids.js';
import type { Accepted } from '../../src/domain/transaction.js';
import { requireIdPosTxs, saleInput } from './terms.js';

export type Getnet = Dependencies['getnet'];

const bundle = fileURLToPath(new URL('../../dist/workflow-bundle.cjs', import.meta.url));

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

/** @returns what the API accepts as a further attempt at a sale, with as long to send it. */
export function buildNextAccepted(
  { accepted, policy }: TransactionInput,
  attempt: number,
  over: Partial<Accepted> = {},
): Accepted {
  const { transactionId } = accepted;
  return {
    ...accepted,
    attempt,
    customId: buildCustomId({ transactionId, attempt }),
    createdAt: new Date().toISOString(),
    dispatchBy: Date.now() + policy.limits.dispatchWithin,
    ...over,
  };
}

/** What the SDK tells of a workflow to Temporal's UI. */
const METADATA_QUERY = '__temporal_workflow_metadata';

/**
 * For a query that is asked again. A worker may not answer in time, or has to replay the run for the query alone while a timer of it
 * has fired and the task about it has not begun: the SDK then says so as if the query were unknown.
 *
 * @throws every other failure
 */
export function ignoreUnanswered(error: unknown): undefined {
  if (!(error instanceof ServiceError || error instanceof QueryNotRegisteredError)) throw error;
}

/** One sale under way. */
export type Sale = Awaited<ReturnType<TransactionWorld['sale']>>;

/** How a world is to be. */
export interface WorldOptions {
  /** Whether workers keep runs in memory, or how many. */
  readonly cached?: boolean | number;
  readonly workers?: boolean;
  /** With them runs the worker of webhooks. */
  readonly webhooks?: Webhooks;
}

/** A real Temporal server, real workers, real leases; only Getnet is told what to say. */
export class TransactionWorld {
  readonly counted: Occurrence[] = [];
  readonly activities: Activities;

  /** What the settings say about terminals that are closed daily. */
  dailyTerms: Dependencies['findDailyTerms'] | undefined;

  private beforeTurn: () => Promise<void> = async () => undefined;
  private readonly stops: (() => Promise<void>)[] = [];

  private constructor(
    private readonly lines: {
      readonly client: Client;
      readonly connection: Connection;
      readonly native: NativeConnection;
      readonly webhooks: Webhooks | undefined;
    },
    readonly taskQueue: string,
    private getnet: Getnet,
  ) {
    this.activities = createActivities({
      getnet: {
        send: (...order) => this.getnet.send(...order),
        cancel: (...order) => this.getnet.cancel(...order),
        status: (question) => this.getnet.status(question),
        statusAtDevice: (question) => this.getnet.statusAtDevice(question),
      },
      temporal: this.client,
      taskQueue,
      callbackUrl: (customId) => `https://shop.test/webhooks/getnet/${customId}`,
      findLateResultAction: () => 'ask',
      count: (what) => this.counted.push(what),
      retentionMs: 86_400_000,
      findTerminal: () => undefined,
      findDailyTerms: (merchant, terminalId) => this.dailyTerms?.(merchant, terminalId),
      webhooks: this.lines.webhooks ?? noWebhooks,
    });
    const { acquireLease } = this.activities;
    this.activities.acquireLease = async (claim) => {
      if (claim.turn) await this.beforeTurn();
      return acquireLease(claim);
    };
  }

  get client(): Client {
    return this.lines.client;
  }

  /** Before the first world of a file. */
  static quiet(): void {
    Runtime.install({
      logger: new DefaultLogger('ERROR', () => undefined),
      shutdownSignals: [],
      telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
    });
  }

  static async over(
    getnet: Getnet,
    { cached = true, workers = true, webhooks }: WorldOptions = {},
  ): Promise<TransactionWorld> {
    const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
    const connection = await Connection.connect({ address });
    const native = await NativeConnection.connect({ address });
    const client = new Client({ connection, dataConverter });
    const world = new TransactionWorld(
      { client, connection, native, webhooks },
      `test-${randomUUID()}`,
      getnet,
    );
    if (workers) await world.startWorkers(cached);
    return world;
  }

  /** From now on Getnet says something else. */
  answerWith(getnet: Getnet): void {
    this.getnet = getnet;
  }

  async startWorkers(cached: boolean | number = true): Promise<void> {
    const shared = { connection: this.lines.native, dataConverter, activities: this.activities };
    const workers = await Promise.all([
      Worker.create({
        ...shared,
        taskQueue: this.taskQueue,
        workflowBundle: { codePath: bundle },
        maxCachedWorkflows: cached === true ? 100 : Number(cached),
        stickyQueueScheduleToStartTimeout: '1s',
      }),
      Worker.create({ ...shared, taskQueue: syncTaskQueue(this.taskQueue) }),
      Worker.create({ ...shared, taskQueue: dispatchTaskQueue(this.taskQueue) }),
      ...(this.lines.webhooks
        ? [
            Worker.create({
              ...shared,
              taskQueue: webhookTaskQueue(this.taskQueue),
              workflowBundle: { codePath: bundle },
              maxCachedWorkflows: cached === true ? 100 : Number(cached),
              stickyQueueScheduleToStartTimeout: '1s',
            }),
          ]
        : []),
    ]);
    const running = workers.map((worker) => worker.run());
    this.stops.push(async () => {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
    });
  }

  /** Workers take their activities when they start. */
  async restartWorkers(cached: boolean | number = true): Promise<void> {
    for (const stop of this.stops.splice(0)) await stop();
    await this.startWorkers(cached);
  }

  async sale(input: TransactionInput = saleInput()) {
    const { client, taskQueue } = this;
    const options = buildTransactionStart(input, taskQueue);
    const begin = () =>
      client.workflow.startUpdateWithStart(dispatchedUpdate, {
        updateId: attemptUpdateId(1),
        waitForStage: 'ACCEPTED',
        startWorkflowOperation: new WithStartWorkflowOperation<typeof transaction>(
          transactionWorkflow,
          options,
        ),
      });
    const run = client.workflow.getHandle<typeof transaction>(options.workflowId);
    if (this.stops.length > 0) await begin();
    else await client.workflow.start<typeof transaction>(transactionWorkflow, options);
    return {
      input,
      run,
      /** What a request with the same key is answered: first, again, and after the end. */
      dispatched: async () => (await begin()).result(),
      snapshot: () => run.query(snapshotQuery),
      /** The key tries again: what that request is answered. */
      triedAgain: (attempt: number, over: Partial<Accepted> = {}) => {
        const accepted = buildNextAccepted(input, attempt, over);
        return run.executeUpdate(triedAgainUpdate, { updateId: attemptUpdateId(attempt), args: [accepted] });
      },
      /** The API's way to ask for a cancel. */
      cancel: () => {
        const request = { version: 1, keyId: 'till', at: Date.now() } as const;
        return run.executeUpdate(cancelRequestedUpdate, { updateId: CANCEL_UPDATE_ID, args: [request] });
      },
      calledBack: (id?: string, digest: string = randomUUID(), attempt = 1) =>
        run.signal(callbackArrivedSignal, {
          version: 1,
          customId: buildCustomId({ transactionId: input.accepted.transactionId, attempt }),
          digest,
          claims: 'approved',
          ...(id === undefined ? {} : { idPosTxs: requireIdPosTxs(id) }),
        }),
      /** What an operator reads in the Temporal UI. */
      details: async () =>
        (await run.query<{ currentDetails?: string }>(METADATA_QUERY)).currentDetails ?? '',
      /** Waits until something more has been learned, or the same once more. */
      evidenceGrows: async () => {
        const count = async () =>
          (await run.query(snapshotQuery)).evidence.reduce((sum, { times }) => sum + times, 0);
        const before = await count();
        while ((await count()) <= before) await new Promise((next) => setTimeout(next, 25));
      },
      /** Waits until something of these words has been learned. */
      learns: async (words: string) => {
        const isLearned = async () =>
          (await run.query(snapshotQuery)).evidence.some(({ says }) => says.includes(words));
        while (!(await isLearned())) await new Promise((next) => setTimeout(next, 25));
      },
      becomes: (status: Snapshot['status']) => this.becomes(run.workflowId, status),
      /** Waits until an attempt was not sent and the key may try again. */
      parks: async (attempt: number) => {
        const parked = async () => ((await run.describe()).memo as unknown as TransactionMemo).parked;
        while ((await parked())?.attempt !== attempt) await new Promise((next) => setTimeout(next, 25));
      },
    };
  }

  /** A callback for a transaction that no longer runs, and what it led to. */
  async lateResult({ accepted, policy }: TransactionInput, named: string): Promise<LateResultFinding> {
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
  holdsLeave(asked: () => void): () => void {
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

  /** Resets the latest run of a workflow to the end of one of its tasks. @param task from 0; -1 is the last. */
  async reset(workflowId: string, task: number): Promise<void> {
    const run = this.client.workflow.getHandle(workflowId);
    const { events } = await run.fetchHistory();
    const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
    const { runId } = await run.describe();
    await this.client.workflowService.resetWorkflowExecution({
      namespace: this.client.options.namespace,
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: tasks.at(task)?.eventId ?? null,
      requestId: randomUUID(),
      reason: 'a test',
    });
  }

  /** Waits on the state, not on the clock. */
  async becomes(workflowId: string, status: Snapshot['status']): Promise<Snapshot> {
    const run = this.client.workflow.getHandle(workflowId);
    for (;;) {
      // A busy worker may let a query run out of time: it is asked again.
      const snapshot = await run.query(snapshotQuery).catch(ignoreUnanswered);
      if (snapshot?.status === status) return snapshot;
      await new Promise((next) => setTimeout(next, 25));
    }
  }

  /** The latest lease of the sale's device. */
  lease({ accepted }: TransactionInput) {
    const { country, serialNumber } = accepted.terminal;
    return this.client.workflow
      .getHandle(leaseWorkflowId({ country, serialNumber: serialNumber.toUpperCase() }))
      .describe();
  }

  /** Waits until the index knows a workflow. */
  async indexes(workflowId: string): Promise<void> {
    const query = `WorkflowId = "${workflowId}"`;
    while ((await this.client.workflow.count(query)).count === 0) {
      await new Promise((next) => setTimeout(next, 25));
    }
  }

  /** Waits until a workflow is known. */
  async knows(workflowId: string): Promise<void> {
    while (!(await this.isKnown(workflowId))) await new Promise((next) => setTimeout(next, 25));
  }

  private isKnown(workflowId: string): Promise<boolean> {
    const run = this.client.workflow.getHandle(workflowId);
    return run.describe().then(
      () => true,
      () => false,
    );
  }

  /** Deletes a workflow, as retention does. */
  async forget(workflowId: string): Promise<void> {
    const { namespace } = this.client.options;
    await this.client.workflowService.deleteWorkflowExecution({
      namespace,
      workflowExecution: { workflowId },
    });
    await this.forgets(workflowId);
  }

  /** Waits until a workflow is known no more. */
  async forgets(workflowId: string): Promise<void> {
    while (await this.isKnown(workflowId)) await new Promise((next) => setTimeout(next, 25));
  }

  /** Waits until the present lease of the sale's device is over. */
  async leaseEnds(input: TransactionInput): Promise<void> {
    const { workflowId, runId } = await this.lease(input);
    await this.client.workflow
      .getHandle(workflowId, runId)
      .result()
      .catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const stop of this.stops) await stop();
    await this.lines.native.close();
    await this.lines.connection.close();
  }
}
