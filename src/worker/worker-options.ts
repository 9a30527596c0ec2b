import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/contract.js';
import type { Environment } from '../config/environment/environment.js';
import { dataConverter } from '../workflows/data-converter.messages.js';
import { dispatchTaskQueue, syncTaskQueue } from '../workflows/transaction.messages.js';
import { webhookTaskQueue } from '../workflows/webhook-endpoint.messages.js';

/** What a worker is built over. */
export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly environment: Environment;
  readonly activities: Activities;
  /** The workflow bundle's file. */
  readonly bundle: string;
  /** How long SIGTERM waits for running dispatches. */
  readonly graceMs: number;
}

/** A held answer of Getnet is worth more than a fast shutdown: what is cut off after the grace time is an unknown. */
const FORCED_STOP_DELAY_MS = 10_000;

/**
 * Workflows, leases and queries. It takes dispatches too, for those scheduled before they had a queue of their own.
 *
 * A query that runs as a local activity holds a workflow task slot until Getnet answers, so these are many; local
 * activities have more still, so that a lease never waits for a query.
 */
export function buildTransactionsWorkerOptions(parts: WorkerParts): WorkerOptions {
  return {
    ...buildSharedOptions(parts),
    taskQueue: parts.environment.TEMPORAL_TASK_QUEUE,
    workflowBundle: { codePath: parts.bundle },
    activities: parts.activities,
    maxConcurrentWorkflowTaskExecutions: 300,
    maxConcurrentWorkflowTaskPolls: 10,
    maxConcurrentActivityTaskExecutions: 1_000,
    maxConcurrentActivityTaskPolls: 10,
    maxConcurrentLocalActivityExecutions: 400,
    // A cached workflow costs a quarter of a megabyte; an evicted one is back in some 50 ms.
    maxCachedWorkflows: 300,
    // After a worker's death its waiting transactions hang for this long, not for the default of 10 s.
    stickyQueueScheduleToStartTimeout: '1s',
  };
}

/** Dispatches and cancel requests, which Getnet answers at once: slots of their own, so that no hanging query delays them. */
export function buildDispatchWorkerOptions(parts: WorkerParts): WorkerOptions {
  return {
    ...buildSharedOptions(parts),
    taskQueue: dispatchTaskQueue(parts.environment.TEMPORAL_TASK_QUEUE),
    activities: { dispatch: parts.activities.dispatch, sendCancel: parts.activities.sendCancel },
    maxConcurrentActivityTaskExecutions: 500,
    maxConcurrentActivityTaskPolls: 10,
  };
}

/** Dispatches that Getnet may hold for its whole lifecycle: slots of their own, so that they starve nothing. */
export function buildSyncDispatchWorkerOptions(parts: WorkerParts): WorkerOptions {
  return {
    ...buildSharedOptions(parts),
    taskQueue: syncTaskQueue(parts.environment.TEMPORAL_TASK_QUEUE),
    activities: { dispatch: parts.activities.dispatch },
    maxConcurrentActivityTaskExecutions: 500,
    maxConcurrentActivityTaskPolls: 10,
  };
}

/**
 * Everything about webhooks: workflows, cache and slots of their own, so that a receiver that hangs, or one that comes back after a
 * day, takes nothing from payments.
 */
export function buildWebhookWorkerOptions(parts: WorkerParts): WorkerOptions {
  const { activities, bundle, environment } = parts;
  const { announceEvent, openDeliveries, callDeliveries, recallEndpoint } = activities;
  const { sendWebhook, reportDelivery } = activities;
  return {
    ...buildSharedOptions(parts),
    taskQueue: webhookTaskQueue(environment.TEMPORAL_TASK_QUEUE),
    workflowBundle: { codePath: bundle },
    activities: {
      announceEvent,
      openDeliveries,
      callDeliveries,
      recallEndpoint,
      sendWebhook,
      reportDelivery,
    },
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentWorkflowTaskPolls: 4,
    maxConcurrentActivityTaskExecutions: 200,
    maxConcurrentActivityTaskPolls: 4,
    maxConcurrentLocalActivityExecutions: 40,
    maxCachedWorkflows: 50,
    stickyQueueScheduleToStartTimeout: '1s',
  };
}

function buildSharedOptions({ connection, environment, graceMs }: WorkerParts) {
  return {
    connection,
    namespace: environment.TEMPORAL_NAMESPACE,
    dataConverter,
    shutdownGraceTime: graceMs,
    shutdownForceTime: graceMs + FORCED_STOP_DELAY_MS,
  };
}
