import { TemporalFailure, workflowInfo } from '@temporalio/workflow';
import type { LeaseClaim, LeaseGrant } from '../activities/contract.js';
import { leaseEnd } from '../domain/policy.js';
import type { NotSent } from '../domain/record.js';
import { deviceOf } from '../domain/terminal.js';
import type { Accepted } from '../domain/transaction.js';
import { leases } from './promises.js';
import type { LeaseHolder } from './terminal-lease.messages.js';
import { leaseSummaryOf } from './transaction.start.messages.js';
import type { TransactionStory } from './transaction.story.js';

/** Takes the terminal, or ends the story *not sent*: somebody else has it, it is too late, or the caller called it off. */
export async function acquireTerminal(story: TransactionStory): Promise<LeaseGrant> {
  const grant = await leases.acquireLease(claimOf(story)).catch((failure) => withoutLease(story, failure));
  if (grant.kind === 'held') story.neverSent({ reason: 'terminal-busy', holder: grant.holder });
  if (grant.kind === 'expired') story.neverSent({ reason: 'dispatch-expired' });
  if (grant.kind === 'reset') story.repeatsAnEarlierRun = true;
  if (grant.kind === 'acquired' && story.cancelRequested) story.neverSent({ reason: 'cancelled' });
  return grant;
}

/** Nothing has been sent yet; a lease that was started all the same ends by itself. A local activity's failure comes bare. */
function withoutLease(story: TransactionStory, failure: unknown): LeaseGrant {
  if (!(failure instanceof TemporalFailure)) throw failure;
  const { runId, firstExecutionRunId } = workflowInfo();
  if (runId !== firstExecutionRunId) return { kind: 'reset' };
  story.neverSent({
    reason: 'dispatch-expired',
    detail: 'the right to the terminal could not be had in time',
  });
  return { kind: 'expired' };
}

/**
 * Ends the story *not sent* after the terminal was had. A reset may begin behind that point: then this run repeats an earlier
 * one, which may have sent.
 */
export async function neverSentAfterAll(story: TransactionStory, why: NotSent): Promise<void> {
  story.repeatsAnEarlierRun = await isRepeat(story);
  if (!story.repeatsAnEarlierRun) story.neverSent(why);
}

async function isRepeat(story: TransactionStory): Promise<boolean> {
  try {
    return await leases.isRepeat(claimOf(story));
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    const { runId, firstExecutionRunId } = workflowInfo();
    return runId !== firstExecutionRunId;
  }
}

/** @returns what the terminal is asked for with: for this command, up to its bound. */
export function claimOf({ accepted, policy }: TransactionStory): LeaseClaim {
  return {
    device: deviceOf(accepted.terminal),
    holder: holderOf(accepted),
    acceptedAt: accepted.createdAt,
    dispatchBy: accepted.dispatchBy,
    until: leaseEnd(accepted.dispatchBy, policy.limits),
    firstRunId: workflowInfo().firstExecutionRunId,
    summary: leaseSummaryOf(accepted),
  };
}

export function holderOf({ transactionId, merchant, terminal }: Accepted): LeaseHolder {
  const { workflowId, runId } = workflowInfo();
  return { transactionId, merchant, terminalId: terminal.id, workflowId, runId };
}

/** Gives the terminal back; what proved that it is done with our command is written into the lease's end. */
export async function giveBack(grant: LeaseGrant, story: TransactionStory): Promise<void> {
  if (grant.kind !== 'acquired') return;
  const { status, outcome } = story.snapshot;
  const proof = `${status}, by ${outcome.evidence ?? outcome.reason ?? 'proof'}`;
  try {
    await leases.releaseLease({ lease: grant.lease, holder: holderOf(story.accepted), proof });
  } catch (failure) {
    // The lease ends by itself at its bound; a proven outcome does not wait for that.
    if (!(failure instanceof TemporalFailure)) throw failure;
    story.learn({ source: 'dispatch', says: 'the lease could not be given back; it ends by itself' });
  }
}
