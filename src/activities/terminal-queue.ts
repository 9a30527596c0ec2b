import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Holder } from '../domain/snapshot.js';
import type { Device } from '../domain/terminal.js';
import { undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { leaseWorkflowId } from '../workflows/terminal-lease.messages.js';
import type { LeaseMemo } from '../workflows/terminal-lease.messages.js';
import {
  buildQueueStart,
  queueChangedSignal,
  queueWorkflowId,
  terminalQueueWorkflow,
} from '../workflows/terminal-queue.messages.js';
import type { QueueChange } from '../workflows/terminal-queue.messages.js';
import { turnCameSignal } from '../workflows/transaction.messages.js';
import type { LeaseWatchActivities, QueueActivities, QueueJoin, QueueNews } from './queue-contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { repeatsAnEarlierRun } from './reset-detection.js';

/** Carries news between a transaction and the queue of its terminal. */
export function queueActivities(deps: Dependencies): QueueActivities {
  return {
    joinQueue: (join) => joinQueue(deps, join),
    tellQueue: (news) => tellQueue(deps, news),
    async callWaiter({ workflowId, runId, attempt }) {
      const run = deps.temporal.workflow.getHandle(workflowId, runId);
      const at = Date.now();
      const call = () => run.signal(turnCameSignal, { version: 1, attempt, at });
      const isGone = await callTemporal(deps, call).then(
        () => false,
        (failure: unknown) => undefinedWhenNotFound(failure) ?? true,
      );
      return { isGone, at };
    },
  };
}

async function joinQueue(
  deps: Dependencies,
  { device, run, waiter, joinedAt }: QueueJoin,
): ReturnType<QueueActivities['joinQueue']> {
  const at = Date.now();
  if (repeatsAnEarlierRun(run)) return { kind: 'reset', at };
  const change: QueueChange = {
    version: 1,
    kind: 'joins',
    waiter: { ...waiter, joinedAt: joinedAt ?? at },
    again: joinedAt !== undefined,
    at,
  };
  await callTemporal(deps, () =>
    deps.temporal.workflow.signalWithStart(terminalQueueWorkflow, {
      ...buildQueueStart(device, deps.taskQueue),
      signal: queueChangedSignal,
      signalArgs: [change],
    }),
  );
  return { kind: 'joined', at };
}

async function tellQueue(
  deps: Dependencies,
  { device, kind, waiter }: QueueNews,
): ReturnType<QueueActivities['tellQueue']> {
  const at = Date.now();
  const queue = deps.temporal.workflow.getHandle(queueWorkflowId(device));
  const signal = () => queue.signal(queueChangedSignal, { version: 1, kind, waiter, at });
  await callTemporal(deps, signal).catch(undefinedWhenNotFound);
  const holder = kind === 'leaves' ? await readHolder(deps, device) : undefined;
  return { at, ...(holder && { holder }) };
}

async function readHolder(deps: Dependencies, device: Device): Promise<Holder | undefined> {
  const lease = await describeRunningLease(deps, device);
  if (lease === undefined) return undefined;
  const { holder, until } = lease.memo as unknown as LeaseMemo;
  return { transactionId: holder.transactionId, merchant: holder.merchant, until };
}

/** @returns the lease that a terminal has at this moment. */
async function describeRunningLease(
  deps: Dependencies,
  device: Device,
): Promise<WorkflowExecutionDescription | undefined> {
  const lease = deps.temporal.workflow.getHandle(leaseWorkflowId(device));
  const found = await callTemporal(deps, () => lease.describe()).catch(undefinedWhenNotFound);
  return found?.status.name === 'RUNNING' ? found : undefined;
}

/** Leases that one worker watches by long polls. Both the polls of a namespace and the slots of a worker are limited. */
const MAX_WATCHES = 300;
const HEARTBEAT_INTERVAL_MS = 1_000;

/** Watches leases for queues. */
export function leaseWatchActivities(deps: Dependencies): LeaseWatchActivities {
  let watches = 0;
  return {
    async awaitLeaseEnd(device) {
      const lease = await describeRunningLease(deps, device);
      if (lease === undefined) return { at: Date.now() };
      if (watches >= MAX_WATCHES) throw buildTooManyWatches();
      watches += 1;
      const pulse = setInterval(() => heartbeat(), HEARTBEAT_INTERVAL_MS);
      try {
        await waitUntilEnded(deps, lease);
      } finally {
        clearInterval(pulse);
        watches -= 1;
      }
      const { since } = lease.memo as unknown as LeaseMemo;
      const at = Date.now();
      return { at, heldMs: Math.max(at - Date.parse(since), 0) };
    },
  };
}

/** Looks again a little later: retries are not in the history. */
function buildTooManyWatches(): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'This worker watches its maximum number of leases; this lease is looked at again.',
    type: 'TooManyWatches',
    nextRetryDelay: '1s',
  });
}

/** A poll that hangs is begun again after this. */
const MAX_POLL_MS = 60_000;

async function waitUntilEnded(
  { temporal }: Dependencies,
  { workflowId, runId }: WorkflowExecutionDescription,
): Promise<void> {
  const lease = temporal.workflow.getHandle(workflowId, runId, { followRuns: false });
  const poll = () => temporal.withAbortSignal(cancellationSignal(), () => lease.result());
  for (;;) {
    const deadline = Date.now() + MAX_POLL_MS;
    try {
      await temporal.withDeadline(deadline, poll);
      return;
    } catch (failure) {
      if (failure instanceof WorkflowFailedError || failure instanceof WorkflowNotFoundError) return;
      if (Date.now() < deadline) throw failure;
    }
  }
}
