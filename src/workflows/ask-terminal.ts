import { TemporalFailure } from '@temporalio/workflow';
import type { DeviceAnswer, Lease, LeaseGrant } from '../activities/contract.js';
import { computeLeaseEndMs } from '../domain/policy.js';
import { describeVerdict } from '../domain/proof.js';
import { withPrevious } from '../domain/record.js';
import type { StatusQuestion } from '../domain/status-question.js';
import type { Verdict } from '../domain/verdict.js';
import { buildLeaseClaim, buildLeaseHolder } from './acquire-terminal.js';
import { computeDeviceAnswerTimeoutMs, deviceQueryProxy, leaseProxy } from './activity-proxies.js';
import type { TransactionState } from './transaction-state.js';

/**
 * The second witness: we ask the terminal itself where the cloud does not know. This is a command like any other, so we need
 * the terminal's lease: the one we still have, or a new one. While another transaction has the terminal, we do not ask.
 *
 * @param first the lease the command was sent under
 * @returns undefined when the terminal could not be acquired.
 */
export async function askTerminal(
  state: TransactionState,
  question: StatusQuestion,
  first: LeaseGrant,
): Promise<Verdict | undefined> {
  const lease = await acquireForQuery(state);
  if (lease === undefined) return undefined;
  const isFirst = first.kind === 'acquired' && first.lease.runId === lease.runId;
  if (state.clock.nowMs() + computeDeviceAnswerTimeoutMs(state.policy) >= lease.until) return undefined;
  const answer = await queryDevice(state, question, lease);
  if (mayRelease(state, lease, answer) && !isFirst) await releaseAfterQuery(lease, state, answer.verdict);
  return answer.verdict;
}

/**
 * A terminal that did not answer may still be at work on the question: its lease then ends at its bound. That the next question is
 * refused does not tell otherwise, for the one before may be why.
 */
function mayRelease(
  { current }: TransactionState,
  { runId }: Lease,
  { isOver, isRefused }: DeviceAnswer,
): boolean {
  if (!isOver) current.unansweredLease = runId;
  return isOver && !(isRefused && current.unansweredLease === runId);
}

/** @returns the lease we still have, or a new one; undefined while another transaction has the terminal. */
async function acquireForQuery(state: TransactionState): Promise<Lease | undefined> {
  const { clock, policy } = state;
  const { limits } = policy;
  const nowMs = clock.nowMs();
  const askBy = nowMs + limits.getnetTimeout;
  const until = computeLeaseEndMs(askBy, limits);
  const times = { dispatchBy: askBy, until, maxLengthMs: until - nowMs };
  const claim = { ...buildLeaseClaim(state), isForQuery: true, ...times };
  try {
    const grant = await clock.read(leaseProxy.acquireLease(claim));
    if (grant.kind !== 'acquired') return undefined;
    state.snapshot = withPrevious(state.snapshot, grant.previous);
    return grant.lease;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return undefined;
  }
}

async function queryDevice(
  { policy, clock }: TransactionState,
  question: StatusQuestion,
  lease: Lease,
): Promise<DeviceAnswer> {
  try {
    return await clock.read(
      deviceQueryProxy(policy).queryDevice(question, lease),
      computeDeviceAnswerTimeoutMs(policy),
    );
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    const cause = 'the worker that was asking the terminal did not report';
    return { verdict: { kind: 'silent', cause }, isOver: false };
  }
}

async function releaseAfterQuery(lease: Lease, state: TransactionState, verdict: Verdict): Promise<void> {
  try {
    const proof = `the terminal was asked about it: ${describeVerdict(verdict)}`;
    await leaseProxy.releaseLease({ lease, holder: buildLeaseHolder(state), proof });
  } catch (failure) {
    // It ends by itself at its bound.
    if (!(failure instanceof TemporalFailure)) throw failure;
  }
}
