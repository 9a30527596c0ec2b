import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type {
  CommandActivities,
  HistoryActivities,
  LeaseActivities,
  QueryActivities,
  UndoActivities,
} from '../activities/contract.js';
import { answerWithin } from '../domain/policy.js';
import type { Policy } from '../domain/policy.js';
import { syncTaskQueue } from './transaction.messages.js';

/** After this long without a sign of life the worker that sends counts as lost, in milliseconds. */
const SILENT_FOR = { async: 3_000, sync: 60_000 } as const;

/** How long an answer may be on its way home while Temporal is away, in milliseconds. */
const WAY_HOME = 60_000;

/** A command: one attempt ever, and only while it may still be sent. */
export interface Sending {
  readonly policy: Policy;
  /** Milliseconds left until the deadline; a worker that picks it up later never starts it. */
  readonly startWithin: number;
  readonly summary: string;
}

/** Sends at most once. */
export function once({ policy, startWithin, summary }: Sending): CommandActivities {
  const { taskQueue } = workflowInfo();
  return proxyActivities<CommandActivities>({
    taskQueue: policy.mode === 'sync' ? syncTaskQueue(taskQueue) : taskQueue,
    scheduleToStartTimeout: startWithin,
    startToCloseTimeout: startWithin + answerWithin(policy) + WAY_HOME,
    heartbeatTimeout: SILENT_FOR[policy.mode],
    retry: { maximumAttempts: 1 },
    summary,
  });
}

/** Asks again until Getnet says something, or the given milliseconds are over. */
export function untilAnswered(policy: Policy, within: number): QueryActivities {
  return proxyActivities<QueryActivities>({
    startToCloseTimeout: 2 * policy.limits.getnetTimeout + 5_000,
    scheduleToCloseTimeout: within,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
    summary: 'ask Getnet how the command ended',
  });
}

/** Right after a callback: short, in the same workflow task. Longer would hold up signals. */
export const atOnce = proxyLocalActivities<QueryActivities>({
  startToCloseTimeout: '3s',
  retry: { maximumAttempts: 1 },
});

/** @returns how long a device query may take in all, in milliseconds: no longer than the terminal is ours. */
export function deviceAnswerWithin({ limits }: Policy): number {
  return 2 * limits.getnetTimeout;
}

/** Asks the terminal itself: never twice in a row, for each asking occupies it. */
export function onceAtTheTerminal(policy: Policy): QueryActivities {
  return proxyActivities<QueryActivities>({
    scheduleToCloseTimeout: deviceAnswerWithin(policy),
    retry: { maximumAttempts: 1 },
    summary: 'ask the terminal how the command ended',
  });
}

/** Leave to undo a sale, and how the undo ended: may be told again. @param within milliseconds. */
export function undoing(within: number): UndoActivities {
  return proxyActivities<UndoActivities>({
    startToCloseTimeout: '10s',
    scheduleToCloseTimeout: within,
    retry: { initialInterval: '200ms', maximumInterval: '5s' },
    summary: 'the one place that remembers the undos of the sale',
  });
}

/** The terminal's lease: idempotent, in the same workflow task. */
export const leases = proxyLocalActivities<LeaseActivities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '200ms', maximumInterval: '5s', maximumAttempts: 10 },
});

/** Temporal's own records: whoever reads them goes on without, in the end. */
export const records = proxyActivities<HistoryActivities>({
  startToCloseTimeout: '20s',
  scheduleToCloseTimeout: '2m',
  retry: { maximumInterval: '20s' },
});
