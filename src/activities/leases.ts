import type { WorkflowExecutionDescription } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { parseTransactionId } from '../domain/ids.js';
import type { TransactionId } from '../domain/ids.js';
import { describeQuarantine } from '../domain/quarantine.js';
import type { Device } from '../domain/terminal.js';
import { isSale } from '../domain/transaction-type.js';
import { undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { leaseWorkflowId, terminalLeaseWorkflow } from '../workflows/terminal-lease.messages.js';
import type { LeaseHolder, LeaseInput, LeaseMemo } from '../workflows/terminal-lease.messages.js';
import type { QuarantineMemo } from '../workflows/terminal-quarantine.messages.js';
import { queueQuery, queueWorkflowId } from '../workflows/terminal-queue.messages.js';
import type { QueueMemo } from '../workflows/terminal-queue.messages.js';
import type { LeaseActivities, LeaseClaim, LeaseGrant } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { describeLatest, findQuarantine } from './find-quarantine.js';
import { repeatsAnEarlierRun } from './reset-detection.js';
import { judgeStandingLease, releaseLease } from './standing-lease.js';

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
  throw ApplicationFailure.retryable(
    'Other transactions keep acquiring the lease of this terminal.',
    'LeaseContended',
  );
}

/** @returns undefined where another lease stands. */
async function startLease(deps: Dependencies, claim: LeaseClaim): Promise<LeaseGrant | undefined> {
  const [latest, queue, quarantine] = await Promise.all([
    describeLatest(deps, leaseWorkflowId(claim.device)),
    isBehindQueue(claim) ? findQueue(deps, claim.device) : undefined,
    claim.turn && findQuarantineFor(deps, claim),
  ]);
  if (quarantine) return refuseQuarantined(deps, claim, { quarantine, latest });
  if (queue) {
    const refusal = await judgeBehindQueue(deps, claim, { queue, latest });
    if (refusal) return refusal;
  }
  return startFreeLease(deps, claim, findLastHolder(latest, claim.holder));
}

interface LeaseRequest {
  readonly latest: WorkflowExecutionDescription | undefined;
  readonly queue: QueueMemo;
}

/** @returns undefined where the terminal is quarantined and nobody waits: a quarantine does not block this kind of claim. */
async function judgeBehindQueue(
  deps: Dependencies,
  claim: LeaseClaim,
  { latest, queue }: LeaseRequest,
): Promise<LeaseGrant | undefined> {
  if (queue.isClosed) {
    const quarantine = await findQuarantineFor(deps, claim);
    if (quarantine) return refuseQuarantined(deps, claim, { quarantine, latest });
    if (!(await hasWaiters(deps, claim.device))) return undefined;
  }
  return (latest && (await judgeStandingLease(deps, claim, latest))) ?? { kind: 'held' };
}

/** A quarantine holds up payments alone. */
function findQuarantineFor(deps: Dependencies, { device, holder, isForQuery }: LeaseClaim) {
  return isSale(holder.type) && !isForQuery ? findQuarantine(deps, device) : undefined;
}

/** A lease that an earlier try took, and whose answer was lost, is given back: nothing was sent under it. */
async function refuseQuarantined(
  deps: Dependencies,
  claim: LeaseClaim,
  { quarantine, latest }: { readonly quarantine: QuarantineMemo; readonly latest: LeaseRequest['latest'] },
): Promise<LeaseGrant> {
  const own = latest && (await judgeStandingLease(deps, claim, latest));
  if (own?.kind === 'reset') return own;
  if (own?.kind === 'acquired')
    await releaseLease(deps, { lease: own.lease, holder: claim.holder, proof: 'not_sent, by quarantine' });
  return { kind: 'quarantined', detail: describeQuarantine(quarantine.unknown, claim.holder.merchant) };
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
        startDelay: Math.min(Math.max(until - Date.now(), 1), claim.maxLengthMs),
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

/** @returns undefined where none runs: nobody waits, and the terminal is not quarantined. */
async function findQueue(deps: Dependencies, device: Device): Promise<QueueMemo | undefined> {
  const queue = deps.temporal.workflow.getHandle(queueWorkflowId(device));
  const found = await callTemporal(deps, () => queue.describe()).catch(undefinedWhenNotFound);
  if (found?.status.name !== 'RUNNING') return undefined;
  return { isClosed: false, ...found.memo };
}

/** The queue itself knows; where it does not answer, somebody may wait. */
async function hasWaiters(deps: Dependencies, device: Device): Promise<boolean> {
  const queue = deps.temporal.workflow.getHandle(queueWorkflowId(device));
  try {
    return (await callTemporal(deps, () => queue.query(queueQuery))).waiters.length > 0;
  } catch {
    return true;
  }
}

/** A waiter's lease is as long as any other, counted from this moment. */
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
