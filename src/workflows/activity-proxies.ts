import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  ClosingActivities,
  CommandActivities,
  DailyReconciliationActivities,
  HistoryActivities,
  LateHintActivities,
  LeaseActivities,
  PromptQueryActivities,
  QueryActivities,
  ReconciliationActivities,
  ReversalActivities,
  UndoActivities,
} from '../activities/contract.js';
import type { QuarantineActivities } from '../activities/quarantine-contract.js';
import type { LeaseWatchActivities, QueueActivities } from '../activities/queue-contract.js';
import { computeCancelTimeoutMs, computeDispatchTimeoutMs } from '../domain/policy.js';
import type { Policy } from '../domain/policy.js';
import { dispatchTaskQueue, syncTaskQueue } from './transaction.messages.js';

/** After this long without a heartbeat the worker that sends counts as lost. */
const HEARTBEAT_TIMEOUT_MS = 3_000;
const MAX_SYNC_HEARTBEAT_TIMEOUT_MS = 60_000;

/** A command: one activity attempt ever, and only while it may still be sent. */
export interface DispatchOptions {
  readonly policy: Policy;
  /** A worker that picks it up later never starts it. */
  readonly startWithinMs: number;
  readonly summary: string;
}

/** Sends at most once. */
export function dispatchProxy({ policy, startWithinMs, summary }: DispatchOptions): CommandActivities {
  const { taskQueue } = workflowInfo();
  return proxyActivities<CommandActivities>({
    taskQueue: policy.mode === 'sync' ? syncTaskQueue(taskQueue) : dispatchTaskQueue(taskQueue),
    scheduleToStartTimeout: startWithinMs,
    startToCloseTimeout: computeDispatchTimeoutMs(policy, startWithinMs),
    heartbeatTimeout: computeHeartbeatTimeoutMs(policy),
    retry: { maximumAttempts: 1 },
    summary,
  });
}

/**
 * Asks to stop a command at most once. It has the slots of the dispatches, which no query and no held command can use up. One that
 * no worker has started can be withdrawn; one that runs is waited for, whatever happens.
 */
export function cancelProxy({ limits }: Policy): CommandActivities {
  return proxyActivities<CommandActivities>({
    taskQueue: dispatchTaskQueue(workflowInfo().taskQueue),
    scheduleToStartTimeout: limits.getnetTimeout,
    startToCloseTimeout: computeCancelTimeoutMs(limits),
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { maximumAttempts: 1 },
    summary: 'ask the terminal to stop the command',
  });
}

/** A held command outlives pauses of its worker; it is not declared lost for one. */
function computeHeartbeatTimeoutMs({ mode, limits }: Policy): number {
  if (mode === 'async') return HEARTBEAT_TIMEOUT_MS;
  return Math.max(Math.min(limits.lifecycleLimit / 5, MAX_SYNC_HEARTBEAT_TIMEOUT_MS), HEARTBEAT_TIMEOUT_MS);
}

/** Asks again until Getnet says something, or the given time is over. */
export function queryProxy(policy: Policy, withinMs: number): QueryActivities {
  return proxyActivities<QueryActivities>({
    startToCloseTimeout: 2 * policy.limits.getnetTimeout + 5_000,
    scheduleToCloseTimeout: withinMs,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
    summary: 'ask Getnet how the command ended',
  });
}

/** Right after a callback: short, in the same workflow task. Longer would hold up signals. */
export const promptQueryProxy = proxyLocalActivities<PromptQueryActivities>({
  startToCloseTimeout: '4s',
  retry: { maximumAttempts: 1 },
});

/** A device query takes no longer than we have the terminal. */
export function computeDeviceAnswerTimeoutMs({ limits }: Policy): number {
  return 2 * limits.getnetTimeout;
}

/** Asks the terminal itself: never twice in a row, for each query occupies it. */
export function deviceQueryProxy(policy: Policy): QueryActivities {
  return proxyActivities<QueryActivities>({
    scheduleToCloseTimeout: computeDeviceAnswerTimeoutMs(policy),
    retry: { maximumAttempts: 1 },
    summary: 'ask the terminal how the command ended',
  });
}

/** Permission to undo a sale, and how the undo ended: may be repeated. */
export function undoProxy(withinMs: number): UndoActivities {
  return proxyActivities<UndoActivities>({
    startToCloseTimeout: '10s',
    scheduleToCloseTimeout: withinMs,
    retry: { initialInterval: '200ms', maximumInterval: '5s' },
    summary: 'the workflow that remembers the undos of the sale',
  });
}

/** The undo of a sale that was not confirmed: never given up, for the customer's money depends on it. */
export const reversalProxy = proxyActivities<ReversalActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
  summary: 'the undo of a sale that was not confirmed',
});

/** A terminal's report: whoever started it reads it until it has ended. */
export const reportProxy = proxyActivities<ReconciliationActivities & DailyReconciliationActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
  summary: 'the report of the terminal',
});

/** Reads a whole batch, one run after the other. It reads only, so it may be begun again. */
export const comparisonProxy = proxyActivities<ReconciliationActivities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
  summary: 'the terminal’s own numbers against ours',
});

/** What came since the report that a closing follows: may be repeated, until it is too late to send. */
export function closingProxy(withinMs: number): ClosingActivities {
  return proxyActivities<ClosingActivities>({
    startToCloseTimeout: '10s',
    scheduleToCloseTimeout: withinMs,
    retry: { initialInterval: '200ms', maximumInterval: '5s' },
    summary: 'what the terminal did since its report',
  });
}

/** News that contradicts a proven outcome: never dropped. */
export const lateHintProxy = proxyActivities<LateHintActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
  summary: 'verify a callback that contradicts the outcome',
});

/** The terminal's lease: idempotent, in the same workflow task. */
export const leaseProxy = proxyLocalActivities<LeaseActivities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '200ms', maximumInterval: '5s', maximumAttempts: 10 },
});

/** The history of a dead run: without it nothing can be searched for, so it is read until it is there. */
export const deadRunProxy = proxyActivities<HistoryActivities>({
  startToCloseTimeout: '30s',
  retry: { maximumInterval: '30s' },
  summary: 'read the history of the run that ended without an outcome',
});

/** Temporal's own records: whoever reads them goes on without, in the end. */
export const lookupProxy = proxyActivities<HistoryActivities>({
  startToCloseTimeout: '20s',
  scheduleToCloseTimeout: '2m',
  retry: { maximumInterval: '20s' },
});

/** News to and from a terminal's queue: idempotent, in the same workflow task. Who is not heard says it again later. */
export const queueProxy = proxyLocalActivities<QueueActivities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '200ms', maximumInterval: '1s', maximumAttempts: 3 },
});

/** Waits until the present lease of a terminal has ended, retried for ever: it reads only. */
export const watchProxy = proxyActivities<LeaseWatchActivities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: HEARTBEAT_TIMEOUT_MS,
  retry: { initialInterval: '100ms', maximumInterval: '2s' },
  summary: 'until the present lease of the terminal ends',
});

/** The count of unknown outcomes: it reads what the terminal did, and is repeated until it could. */
export const quarantineProxy = proxyActivities<QuarantineActivities>({
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
  summary: 'whether the terminal is quarantined',
});

/** News to and from a quarantine: idempotent, in the same workflow task. */
export const promptQuarantineProxy = proxyLocalActivities<QuarantineActivities>({
  startToCloseTimeout: '8s',
  retry: { initialInterval: '200ms', maximumInterval: '2s', maximumAttempts: 3 },
});
