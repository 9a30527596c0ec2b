import { TemporalFailure, workflowInfo } from '@temporalio/workflow';
import type { LeaseClaim, LeaseGrant } from '../activities/contract.js';
import { computeLeaseBoundMs, computeLeaseEndMs, computeLongestStartMs } from '../domain/policy.js';
import type { NotSent } from '../domain/record.js';
import type { Holder } from '../domain/snapshot.js';
import { toDevice } from '../domain/terminal.js';
import { leaseProxy } from './activity-proxies.js';
import { finishCancel } from './cancel-command.js';
import { recoveryWorkflow } from './recovery.messages.js';
import { startAfter } from './start-after.js';
import type { LeaseHolder } from './terminal-lease.messages.js';
import { buildLeaseSummary } from './transaction.start.messages.js';
import type { TransactionState } from './transaction-state.js';

/** Asks for the terminal. */
export function requestLease(state: TransactionState): Promise<LeaseGrant> {
  return state.clock
    .read(leaseProxy.acquireLease(buildLeaseClaim(state)))
    .catch((failure) => handleLeaseFailure(state, failure));
}

/** Takes the terminal, or ends the attempt *not sent*: it is held, it is too late, or the transaction was cancelled. */
export function recordGrant(state: TransactionState, grant: LeaseGrant): LeaseGrant {
  state.current.lease = grant.kind === 'acquired' ? grant.lease : undefined;
  if (grant.kind === 'acquired') startAfter(state, state.current, grant.previous);
  if (grant.kind === 'held') state.enterNotSent(buildBusy(grant));
  if (grant.kind === 'quarantined') state.enterNotSent(buildQuarantined(grant.detail));
  if (grant.kind === 'expired') state.enterNotSent({ reason: 'dispatch-expired' });
  if (grant.kind === 'reset') state.repeatsAnEarlierRun = true;
  if (grant.kind !== 'acquired') return grant;
  const { refusedBecause } = state.current;
  if (state.cancelRequested) state.enterNotSent({ reason: 'cancelled' });
  else if (refusedBecause !== undefined) state.enterNotSent(buildQuarantined(refusedBecause));
  return grant;
}

/** Somebody else has the terminal, or others wait for it. */
export function buildBusy({ holder }: { readonly holder?: Holder | undefined }): NotSent {
  return { reason: 'terminal-busy', ...(holder && { holder }) };
}

/** The terminal takes no new payment. */
export function buildQuarantined(detail: string): NotSent {
  return { reason: 'terminal-quarantined', detail };
}

/** Nothing has been sent yet; if a lease was started, it ends by itself. A local activity's failure is not wrapped. */
function handleLeaseFailure(state: TransactionState, failure: unknown): LeaseGrant {
  if (!(failure instanceof TemporalFailure)) throw failure;
  const { runId, firstExecutionRunId } = workflowInfo();
  if (runId !== firstExecutionRunId) return { kind: 'reset' };
  state.enterNotSent({
    reason: 'dispatch-expired',
    detail: 'the right to the terminal could not be had in time',
  });
  return { kind: 'expired' };
}

/**
 * Ends the attempt *not sent* after the terminal was acquired. A reset may start after that point: then this run repeats an
 * earlier one, which may have sent.
 */
export async function confirmNotSent(state: TransactionState, why: NotSent): Promise<void> {
  if (await isRepeat(state)) state.markRepeated();
  else state.enterNotSent(why);
}

/** An activity decides, because replay must not depend on the run id. */
export async function isRepeat(state: TransactionState): Promise<boolean> {
  try {
    return await leaseProxy.isRepeat(buildLeaseClaim(state));
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    const { runId, firstExecutionRunId } = workflowInfo();
    return runId !== firstExecutionRunId;
  }
}

export function buildLeaseClaim(state: TransactionState): LeaseClaim {
  const { accepted, attempts, policy } = state;
  const { firstExecutionRunId, startTime, memo, workflowType } = workflowInfo();
  // It starts long after the acceptance, never sends, and takes the terminal only to ask it.
  const isRecovery = workflowType === recoveryWorkflow;
  return {
    device: toDevice(accepted.terminal),
    holder: buildLeaseHolder(state),
    run: {
      firstRunId: firstExecutionRunId,
      hasOurMemo: isRecovery || memo?.['accepted'] !== undefined,
      startedLateByMs: isRecovery ? 0 : startTime.getTime() - Date.parse(attempts.first.accepted.createdAt),
      lateAfterMs: computeLongestStartMs(policy.limits),
    },
    dispatchBy: accepted.dispatchBy,
    until: computeLeaseEndMs(accepted.dispatchBy, policy.limits),
    maxLengthMs: computeLeaseBoundMs(policy.limits),
    summary: buildLeaseSummary(accepted),
  };
}

export function buildLeaseHolder({ accepted }: Pick<TransactionState, 'accepted'>): LeaseHolder {
  const { workflowId, runId } = workflowInfo();
  const { transactionId, merchant, terminal, attempt, type, createdAt } = accepted;
  return { transactionId, merchant, terminalId: terminal.id, workflowId, runId, attempt, type, createdAt };
}

/** Releases the terminal. The lease's end records what proved that the terminal is done with our command. */
export async function releaseTerminal(state: TransactionState, grant: LeaseGrant): Promise<void> {
  // A person's word proves nothing about the terminal: its lease ends at its bound.
  if (grant.kind !== 'acquired' || state.isLeaseReleased || state.isSettledByPerson) return;
  // Neither does a charge by one number tell that the terminal is done with another.
  if (state.attempts.all.some(({ mayBeLive }) => mayBeLive)) return;
  state.isLeaseReleased = true;
  await finishCancel(state);
  const { status, outcome } = state.snapshot;
  const proof = `${status}, by ${outcome.evidence ?? outcome.reason ?? 'proof'}`;
  try {
    const { lease } = grant;
    const release = await leaseProxy.releaseLease({ lease, holder: buildLeaseHolder(state), proof });
    if (release === 'lost') reportLeaseLost(state);
  } catch (failure) {
    // The lease ends by itself at its bound; a proven outcome does not wait for that.
    if (!(failure instanceof TemporalFailure)) throw failure;
    state.addEvidence({ source: 'dispatch', says: 'the lease could not be released; it ends by itself' });
  }
}

/** Somebody ended the lease by hand: until the proof the terminal could be given to another. */
export function reportLeaseLost(state: TransactionState): void {
  const says =
    'somebody had ended the lease by hand: another transaction may have used the terminal meanwhile';
  state.addEvidence({ source: 'operator', says });
}
