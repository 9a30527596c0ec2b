import { log } from '@temporalio/activity';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { buildReleaseReason } from '../workflows/terminal-lease.messages.js';
import type { LeaseHolder, LeaseMemo } from '../workflows/terminal-lease.messages.js';
import type { Lease, LeaseClaim, LeaseGrant, LeaseRelease, ReleaseOrder } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** Releases a lease by its run id; if it has already ended, finds out why. */
export async function releaseLease(deps: Dependencies, give: ReleaseOrder): Promise<LeaseRelease> {
  const { workflowId, runId } = give.lease;
  const lease = deps.temporal.workflow.getHandle(workflowId, runId);
  const reason = buildReleaseReason(give.holder.transactionId, give.lease.takenBy, give.proof);
  const released = await callTemporal(deps, () => lease.terminate(reason)).then(
    () => 'released' as const,
    undefinedWhenNotFound,
  );
  return released ?? classifyEndedLease(deps, give);
}

/** The running lease is ours when its memo names this run and attempt. @returns undefined where none stands any more. */
export async function judgeStandingLease(
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

/** A lease that has ended, by whomever, may have been followed by another transaction's. */
export async function isLeaseRunning(deps: Dependencies, { workflowId, runId }: Lease): Promise<boolean> {
  const run = deps.temporal.workflow.getHandle(workflowId, runId);
  const { status } = await callTemporal(deps, () => run.describe());
  return status.name === 'RUNNING';
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
