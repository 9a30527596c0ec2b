import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { NativeConnection } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import type { Activities } from '../../src/activities/contract.js';
import { dataConverter } from '../../src/workflows/data-converter.messages.js';
import { dispatchTaskQueue, syncTaskQueue } from '../../src/workflows/transaction.messages.js';
import { webhookTaskQueue } from '../../src/workflows/webhook-endpoint.messages.js';

/** The workflows as the build made them. */
export const bundle = fileURLToPath(new URL('../../dist/workflow-bundle.cjs', import.meta.url));

/** Which workers to start. */
export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly taskQueue: string;
  readonly activities: Activities;
  /** Whether they keep runs in memory, or how many. */
  readonly cached: boolean | number;
  /** With the worker of webhooks. */
  readonly webhooks: boolean;
  /** Without the workers that send commands. */
  readonly dispatches?: boolean;
}

/** Silences the SDK in this process. Before the first worker of a spec file. */
export function silenceWorkers(): void {
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR', () => undefined),
      shutdownSignals: [],
      telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
    });
  } catch (error) {
    // A file before, in this process, failed and could not end its workers: theirs is silent, too.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

/** Starts the workers of one worker process. @returns what ends them. */
export async function startWorkers({
  cached,
  webhooks,
  dispatches = true,
  taskQueue,
  ...needs
}: WorkerOptions): Promise<() => Promise<void>> {
  const shared = { ...needs, dataConverter };
  const forWorkflows = {
    ...shared,
    workflowBundle: { codePath: bundle },
    maxCachedWorkflows: cached === true ? 100 : Number(cached),
    stickyQueueScheduleToStartTimeout: '1s',
  } as const;
  const workers = await Promise.all([
    Worker.create({ ...forWorkflows, taskQueue }),
    ...(dispatches
      ? [syncTaskQueue, dispatchTaskQueue].map((queue) =>
          Worker.create({ ...shared, taskQueue: queue(taskQueue) }),
        )
      : []),
    ...(webhooks ? [Worker.create({ ...forWorkflows, taskQueue: webhookTaskQueue(taskQueue) })] : []),
  ]);
  const running = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  };
}
