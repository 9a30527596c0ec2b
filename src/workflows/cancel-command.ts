import {
  ActivityFailure,
  CancellationScope,
  TimeoutFailure,
  condition,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import type { CancelReport, Lease } from '../activities/contract.js';
import { describeCancel } from '../domain/cancel.js';
import type { CancelOutcome } from '../domain/cancel.js';
import { computeCancelBoundMs, computeCancelHoldBackEndMs } from '../domain/policy.js';
import { cancelProxy } from './activity-proxies.js';
import type { Attempt } from './attempt.js';
import type { TransactionState } from './transaction-state.js';

/**
 * Asks Getnet to stop the command at its terminal, once: when the command may be live, and only while the terminal is surely
 * ours, because the request stops whatever runs there. The answer is evidence alone; it makes us ask for the status sooner.
 */
export async function askTerminalToCancel(state: TransactionState): Promise<void> {
  const { current: attempt } = state;
  await holdBack(state, attempt);
  await condition(() => isOver(state, attempt) || isReady(state, attempt));
  if (isOver(state, attempt)) return;
  const lease = findSafeLease(state);
  const outcome = lease === undefined ? TOO_LATE : await send(state, lease);
  state.addEvidence({ source: 'cancel', says: describeCancel(outcome) });
  if (isOver(state, attempt)) return;
  askForStatus(attempt, outcome);
  state.newsCount += 1;
}

const TOO_LATE: CancelOutcome = { kind: 'not_sent', cause: 'the terminal may soon be used by somebody else' };

/** @returns the lease, while a request that leaves now ends before the next holder's command. */
export function findSafeLease(
  { current: { lease }, isLeaseReleased, policy, clock }: TransactionState,
  nowMs = clock.nowMs(),
): Lease | undefined {
  if (lease === undefined || isLeaseReleased) return undefined;
  return nowMs < computeCancelBoundMs(lease.until, policy.limits) ? lease : undefined;
}

/** The terminal is given to nobody else before the request has ended: one that no worker has taken yet is withdrawn. */
export async function finishCancel(state: TransactionState): Promise<void> {
  if (state.cancel.open === undefined) return;
  state.cancel.open.cancel();
  state.describe('The outcome is known. The terminal is released once the cancel request has ended.');
  await condition(() => state.cancel.open === undefined);
}

/** A held command that is refused is refused at once. One that has not left by now is withheld. */
async function holdBack(state: TransactionState, attempt: Attempt): Promise<void> {
  const { policy, clock } = state;
  if (policy.mode !== 'sync' || !attempt.isOutstanding) return;
  const { handedOutAtMs, accepted } = attempt;
  const nowMs = clock.nowMs();
  const held = { handedOutAtMs, dispatchBy: accepted.dispatchBy, nowMs };
  const waitMs = computeCancelHoldBackEndMs(held, policy) - nowMs;
  if (waitMs <= 0) return;
  const isNews = () => isOver(state, attempt);
  const summary = 'until a refusal of the command would have come';
  await clock.waitAtMost(waitMs, async () => !(await condition(isNews, waitMs, { summary })));
}

/** The command has ended, or was never sent. */
function isOver(state: TransactionState, attempt: Attempt): boolean {
  if (state.isSettled || state.isLeaseReleased || state.repeatsAnEarlierRun) return true;
  return attempt !== state.current || attempt.isKnownNotCharged || attempt.isWithheld;
}

/** An acknowledged command may be live, and a held one. A status query that may release the terminal has to end first. */
function isReady({ policy, cancel }: TransactionState, attempt: Attempt): boolean {
  return !cancel.isReleasePossible && (policy.mode === 'sync' || !attempt.isOutstanding);
}

async function send(state: TransactionState, lease: Lease): Promise<CancelOutcome> {
  const { accepted, policy, clock } = state;
  const firstRunId = workflowInfo().firstExecutionRunId;
  const scope = new CancellationScope();
  state.cancel.open = scope;
  const report = scope
    .run(() => cancelProxy(policy).sendCancel({ accepted, policy, firstRunId, lease }))
    .finally(() => (state.cancel.open = undefined));
  const { outcome } = await clock
    .read(report, policy.limits.getnetTimeout)
    .catch((failure: unknown) => buildLostReport(failure));
  return outcome;
}

function buildLostReport(failure: unknown): CancelReport {
  if (isCancellation(failure)) return buildNotSentReport('the outcome was known before');
  if (!(failure instanceof ActivityFailure)) throw failure;
  const { cause } = failure;
  if (cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START')
    return buildNotSentReport('no worker took it in time');
  return { outcome: { kind: 'unknown', cause: 'the worker that was sending it did not report' } };
}

function buildNotSentReport(cause: string): CancelReport {
  return { outcome: { kind: 'not_sent', cause } };
}

function askForStatus({ schedule }: Attempt, { kind }: CancelOutcome): void {
  if (kind === 'taken' || kind === 'unknown') schedule.requestQueryNow();
  if (kind === 'declined') schedule.requestOneQuery();
}
