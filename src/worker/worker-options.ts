import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/contract.js';
import type { Environment } from '../config/environment.js';
import { dataConverter } from '../workflows/data-converter.messages.js';
import { syncTaskQueue } from '../workflows/transaction.messages.js';

/** What a worker is built over. */
export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly environment: Environment;
  readonly activities: Activities;
  /** The workflow bundle's file. */
  readonly bundle: string;
  /** Milliseconds that SIGTERM waits for running dispatches. */
  readonly grace: number;
}

/** A held answer of Getnet is worth more than a fast shutdown: what is cut off after the grace time is an unknown. */
const FORCED_AFTER = 10_000;

/** Stories, leases, queries and the dispatches that are answered at once. */
export function transactionsWorker(parts: WorkerParts): WorkerOptions {
  return {
    ...shared(parts),
    taskQueue: parts.environment.TEMPORAL_TASK_QUEUE,
    workflowBundle: { codePath: parts.bundle },
    activities: parts.activities,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentActivityTaskExecutions: 200,
    maxConcurrentLocalActivityExecutions: 100,
    // A cached workflow costs a quarter of a megabyte; an evicted one is back in some 50 ms.
    maxCachedWorkflows: 300,
    // After a worker's death its waiting transactions hang for this long, not for the default of 10 s.
    stickyQueueScheduleToStartTimeout: '1s',
  };
}

/** Dispatches that Getnet may hold for its whole lifecycle: slots of their own, so that they starve nothing. */
export function syncDispatchWorker(parts: WorkerParts): WorkerOptions {
  return {
    ...shared(parts),
    taskQueue: syncTaskQueue(parts.environment.TEMPORAL_TASK_QUEUE),
    activities: { dispatch: parts.activities.dispatch },
    maxConcurrentActivityTaskExecutions: 500,
  };
}

function shared({ connection, environment, grace }: WorkerParts) {
  return {
    connection,
    namespace: environment.TEMPORAL_NAMESPACE,
    dataConverter,
    shutdownGraceTime: grace,
    shutdownForceTime: grace + FORCED_AFTER,
  };
}
