import type { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { startWireProxy } from '../../chaos/world/tcp-proxy.js';
import { dataConverter } from '../../src/workflows/data-converter.messages.js';
import { dispatchTaskQueue } from '../../src/workflows/transaction.messages.js';
import type { TemporalConnections } from './story-workers.js';
import type { TransactionWorld } from './transaction-world.js';
import { until } from './until.js';
import { startWorkers } from './workers.js';

/** The heartbeat details of a claim, as Temporal stores them. */
export const CLAIMED = {
  payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"sending"') }],
};

/** A worker of dispatches that is given one task, and then does what the test says. */
export class ManualWorker {
  private constructor(
    private readonly client: Client,
    private readonly taskToken: Uint8Array,
    readonly activityId: string,
  ) {}

  static async take(client: Client, taskQueue: string): Promise<ManualWorker> {
    for (;;) {
      const task = await client.withDeadline(Date.now() + 60_000, () =>
        client.workflowService.pollActivityTaskQueue({
          namespace: client.options.namespace,
          taskQueue: { name: dispatchTaskQueue(taskQueue) },
          identity: 'by hand',
        }),
      );
      if (task.taskToken?.length) return new ManualWorker(client, task.taskToken, task.activityId ?? '');
    }
  }

  heartbeat(details?: typeof CLAIMED) {
    const { namespace } = this.client.options;
    const { taskToken } = this;
    return this.client.workflowService.recordActivityTaskHeartbeat({
      namespace,
      taskToken,
      details: details ?? null,
    });
  }

  /** What an operator can do: allow retries. */
  async allowRetries(workflowId: string): Promise<void> {
    await this.client.workflowService.updateActivityOptions({
      ...this.activityOf(workflowId),
      activityOptions: { retryPolicy: { maximumAttempts: 5 } },
      updateMask: { paths: ['retry_policy.maximum_attempts'] },
    });
  }

  /** What an operator can do: have the activity begin anew. */
  async reset(workflowId: string, resetHeartbeat: boolean): Promise<void> {
    await this.client.workflowService.resetActivity({ ...this.activityOf(workflowId), resetHeartbeat });
  }

  /** Waits until Temporal counts it as lost. */
  async isGivenUp(workflowId: string): Promise<void> {
    const run = this.client.workflow.getHandle(workflowId);
    await until(async () =>
      (await run.fetchHistory()).events?.some((event) => event.activityTaskTimedOutEventAttributes),
    );
  }

  private activityOf(workflowId: string) {
    const { namespace } = this.client.options;
    return { namespace, execution: { workflowId }, id: this.activityId };
  }
}

/** Workflows run, and nobody takes dispatches until the world's own workers start. @returns what ends it. */
export function startWithoutDispatches(
  { taskQueue, activities }: TransactionWorld,
  { native: connection }: TemporalConnections,
): Promise<() => Promise<void>> {
  return startWorkers({
    connection,
    taskQueue,
    activities,
    cached: true,
    webhooks: false,
    dispatches: false,
  });
}

/** A worker of dispatches of which Temporal hears nothing from `fallSilent` on: whatever else its process asks Temporal still passes. */
export async function startSilenceableDispatches({ taskQueue, activities }: TransactionWorld) {
  const temporal = new URL(`http://${process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233'}`);
  const proxy = await startWireProxy({ targets: [Number(temporal.port)] });
  const connection = await NativeConnection.connect({ address: `127.0.0.1:${proxy.port}` });
  const worker = await Worker.create({
    connection,
    taskQueue: dispatchTaskQueue(taskQueue),
    activities,
    dataConverter,
  });
  const running = worker.run();
  return {
    fallSilent: () => proxy.stall(),
    async stop() {
      proxy.heal();
      worker.shutdown();
      await running;
      await connection.close();
      await proxy.close();
    },
  };
}
