import { log } from '@temporalio/activity';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { parseTransactionId } from '../domain/ids.js';
import type { TransactionId } from '../domain/ids.js';
import type { Device } from '../domain/terminal.js';
import {
  buildReleaseReason,
  leaseWorkflowId,
  terminalLeaseWorkflow,
} from '../workflows/terminal-lease.messages.js';
import type { LeaseHolder, LeaseInput, LeaseMemo } from '../workflows/terminal-lease.messages.js';
import { queueWorkflowId } from '../workflows/terminal-queue.messages.js';
import type {
  Lease,
  LeaseActivities,
  LeaseClaim,
  LeaseGrant,
  LeaseRelease,
  ReleaseOrder,
} from './contract.js';
import { callTemporal, isOpen, undefinedWhenNotFound } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { repeatsAnEarlierRun } from './reset-detection.js';

/** A lease can end between our start and our `describe`; more often in a row than this means something is wrong. */
const MAX_TRIES = 5;

/** Acquires and releases the right to use a terminal. Both are idempotent. */
export function leaseActivities(deps: Dependencies): LeaseActivities {
  return {
    acquireLease: async (claim) => ({ ...(await acquireLease(deps, claim)), at: Date.now() }),
    isRepeat: async (claim) => repeatsAnEarlierRun(claim.run),
    releaseLease: (give) => releaseLease(deps, give),
  };
}

async function acquireLease(deps: Dependencies, claim: LeaseClaim): Promise<LeaseGrant> {
  if (repeatsAnEarlierRun(claim.run)) return { kind: 'reset' };
  const takeBy = claim.turn?.grantBy ?? claim.dispatchBy;
  for (let look = 0; look < MAX_TRIES; look += 1) {
    if (Date.now() >= takeBy) return { kind: 'expired' };
    const grant = (await startLease(deps, claim)) ?? (await readStandingLease(deps, claim));
    if (grant) return grant;
  }
  throw ApplicationFailure.retryable('The lease of this terminal keeps changing hands.', 'LeaseContended');
}

/** Releases a lease by its run id; if it has already ended, finds out why. */
export async function releaseLease(deps: Dependencies, give: ReleaseOrder): Promise<LeaseRelease> {
  const { workflowId, runId } = give.lease;
  const lease = deps.temporal.workflow.getHandle(workflowId, runId);
  const reason = buildReleaseReason(give.holder.transactionId, give.lease.takenBy, give.proof);
  try {
    await callTemporal(deps, () => lease.terminate(reason));
    return 'released';
  } catch (failure) {
    if (!(failure instanceof WorkflowNotFoundError)) throw failure;
    return classifyEndedLease(deps, give);
  }
}

/** @returns undefined where another lease stands. */
async function startLease(deps: Dependencies, claim: LeaseClaim): Promise<LeaseGrant | undefined> {
  const [latest, isQueued] = await Promise.all([
    describeLatest(deps, leaseWorkflowId(claim.device)),
    isBehindQueue(claim) && isQueueRunning(deps, claim.device),
  ]);
  if (isQueued) return (latest && (await judgeStandingLease(deps, claim, latest))) ?? { kind: 'held' };
  return startFreeLease(deps, claim, findLastHolder(latest, claim.holder));
}

async function startFreeLease(
  deps: Dependencies,
  claim: LeaseClaim,
  previous: TransactionId | undefined,
): Promise<LeaseGrant | undefined> {
  const workflowId = leaseWorkflowId(claim.device);
  const until = computeUntil(claim);
  try {
    const lease = await callTemporal(deps, () =>
      deps.temporal.workflow.start(terminalLeaseWorkflow, {
        workflowId,
        taskQueue: deps.taskQueue,
        args: [{ version: 1, holder: claim.holder } satisfies LeaseInput],
        startDelay: Math.max(until - Date.now(), 1),
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        memo: { ...buildMemo(claim, { until, previous }) },
        staticSummary: claim.summary,
      }),
    );
    const { firstExecutionRunId: runId } = lease;
    const { runId: takenBy } = claim.holder;
    return { kind: 'acquired', lease: { workflowId, runId, takenBy, until }, previous };
  } catch (failure) {
    if (failure instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw failure;
  }
}

/** While somebody waits, only whoever was called takes the terminal. A question about a command is not held up. */
function isBehindQueue({ turn, isForQuery = false }: LeaseClaim): boolean {
  return turn === undefined && !isForQuery;
}

async function isQueueRunning(deps: Dependencies, device: Device): Promise<boolean> {
  const queue = deps.temporal.workflow.getHandle(queueWorkflowId(device));
  const found = await callTemporal(deps, () => queue.describe()).catch(undefinedWhenNotFound);
  return found?.status.name === 'RUNNING';
}

/** Epoch ms. A waiter's lease is as long as any other, counted from this moment. */
function computeUntil({ turn, dispatchBy, until }: LeaseClaim): number {
  return turn === undefined ? until : Date.now() + turn.dispatchWithin + (until - dispatchBy);
}

function buildMemo(
  { holder, isForQuery }: LeaseClaim,
  { until, previous }: { readonly until: number; readonly previous: TransactionId | undefined },
): LeaseMemo {
  return {
    version: 1,
    holder,
    since: new Date().toISOString(),
    until: new Date(until).toISOString(),
    ...(previous && { previous }),
    ...(isForQuery && { isForQuery }),
  };
}

function describeLatest(
  deps: Dependencies,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  const lease = deps.temporal.workflow.getHandle(workflowId);
  return callTemporal(deps, () => lease.describe()).catch(undefinedWhenNotFound);
}

/**
 * Who had the terminal before. The API has read this earlier, but the terminal may have been used since. A lease of an earlier
 * attempt of ours names who was before that: the answer which told us may have been lost.
 */
export async function readLastHolder(
  deps: Dependencies,
  workflowId: string,
  asking: Pick<LeaseHolder, 'transactionId'>,
): Promise<TransactionId | undefined> {
  return findLastHolder(await describeLatest(deps, workflowId), asking);
}

function findLastHolder(
  latest: WorkflowExecutionDescription | undefined,
  { transactionId }: Pick<LeaseHolder, 'transactionId'>,
): TransactionId | undefined {
  const { holder, previous } = (latest?.memo ?? {}) as Partial<LeaseMemo>;
  if (holder?.transactionId === transactionId) return previous;
  return holder && parseTransactionId(holder.transactionId);
}

async function readStandingLease(deps: Dependencies, claim: LeaseClaim): Promise<LeaseGrant | undefined> {
  const workflowId = leaseWorkflowId(claim.device);
  const lease = await callTemporal(deps, () => deps.temporal.workflow.getHandle(workflowId).describe());
  return judgeStandingLease(deps, claim, lease);
}

/** The running lease is ours when its memo names this run and attempt. @returns undefined where none stands any more. */
async function judgeStandingLease(
  deps: Dependencies,
  claim: LeaseClaim,
  lease: WorkflowExecutionDescription,
): Promise<LeaseGrant | undefined> {
  if (!isOpen(lease.status.name)) return undefined;
  const { workflowId } = lease;
  const { holder, until, previous, isForQuery = false } = lease.memo as unknown as LeaseMemo;
  const { runId: takenBy } = holder;
  const ours: Lease = { workflowId, runId: lease.runId, takenBy, until: Date.parse(until) };
  if (takenBy === claim.holder.runId) {
    if (holder.attempt === claim.holder.attempt) return { kind: 'acquired', lease: ours, previous };
    // A terminal that did not answer a question may still be at work on it.
    if (isForQuery) return buildHeldGrant(holder, until);
    // It is from an earlier attempt, which was not sent: its release had failed.
    await releaseLease(deps, { lease: ours, holder, proof: 'a later attempt takes the terminal' });
    return undefined;
  }
  if (holder.workflowId === claim.holder.workflowId) return { kind: 'reset' };
  return buildHeldGrant(holder, until);
}

function buildHeldGrant({ transactionId, merchant }: LeaseHolder, until: string): LeaseGrant {
  return { kind: 'held', holder: { transactionId, merchant, until } };
}

/** The lease has ended: by an earlier try of this release, by itself at its bound, or by somebody else. */
async function classifyEndedLease(
  deps: Dependencies,
  { lease, holder }: ReleaseOrder,
): Promise<LeaseRelease> {
  try {
    await callTemporal(deps, () =>
      deps.temporal.workflow.getHandle(lease.workflowId, lease.runId, { followRuns: false }).result(),
    );
    return 'healed';
  } catch (failure) {
    if (!(failure instanceof WorkflowFailedError)) throw failure;
    if (failure.cause?.message.includes(lease.takenBy)) return 'released';
    deps.count('lease_lost');
    log.error('somebody else ended this transaction’s lease: the terminal may have been used twice', {
      lease,
      holder,
    });
    return 'lost';
  }
}
