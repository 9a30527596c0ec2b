import { TemporalFailure } from '@temporalio/workflow';
import { isProofOfOutcome } from '../domain/quarantine.js';
import { toDevice } from '../domain/terminal.js';
import { movesMoney } from '../domain/transaction-type.js';
import { promptQuarantineProxy, quarantineProxy } from './activity-proxies.js';
import type { TransactionState } from './transaction-state.js';

/**
 * A money command that needs a person counts for its terminal, once. Nothing waits for the count: the search goes on beside it. A
 * transaction that was accepted before there was a quarantine has no such policy, and its history no such step.
 */
export function reportUnknown(state: TransactionState): void {
  const { snapshot, accepted, policy } = state;
  const { quarantineAfter } = policy;
  if (quarantineAfter === undefined || state.reported.isUnknown) return;
  if (snapshot.status !== 'needs_attention' || !movesMoney(accepted.type)) return;
  state.reported.isUnknown = true;
  count(state, quarantineAfter);
}

/** Nothing was heard of it within the bound: neither an acknowledgement, nor a callback, nor a status. */
export function reportSilence(state: TransactionState): void {
  const { quarantineAfter } = state.policy;
  if (quarantineAfter === undefined || computeMsUntilSilent(state) > 0) return;
  state.reported.isSilent = true;
  count(state, quarantineAfter, true);
}

/** Until it counts as silent; `Infinity` where something was heard, or there is no such bound. */
export function computeMsUntilSilent(state: TransactionState): number {
  const { snapshot, accepted, policy, clock, current } = state;
  const { quarantineSilentAfter } = policy;
  if (quarantineSilentAfter === undefined || state.reported.isSilent || !isSilent(state)) return Infinity;
  if (snapshot.status !== 'needs_attention' || !movesMoney(accepted.type)) return Infinity;
  return current.budgetStartMs + quarantineSilentAfter - clock.nowMs();
}

function isSilent({ snapshot, attempts, current, repeatsAnEarlierRun }: TransactionState): boolean {
  if (repeatsAnEarlierRun || current.isOutstanding || snapshot.idPosTxs !== undefined) return false;
  return attempts.openAttempts.every(({ numbers, hasCallback }) => numbers.length === 0 && !hasCallback);
}

function count({ accepted }: TransactionState, quarantineAfter: number, isSilentToo?: true): void {
  const { transactionId, merchant, terminal } = accepted;
  const subject = { device: toDevice(terminal), transactionId, merchant, terminalId: terminal.id };
  const report = { ...subject, quarantineAfter, ...(isSilentToo && { isSilent: isSilentToo }) };
  void quarantineProxy.countUnknown(report).catch(ignoreTemporalFailure);
}

/** A poll that the terminal completed ends its quarantine before the poll is answered. */
export async function endQuarantineByPoll(state: TransactionState): Promise<void> {
  const { snapshot, accepted, policy } = state;
  if (accepted.type !== 'poll' || policy.quarantineAfter === undefined) return;
  // A person's word is not the terminal's.
  if (snapshot.status !== 'completed' || !isProofOfOutcome(snapshot)) return;
  const poll = { device: toDevice(accepted.terminal), transactionId: accepted.transactionId };
  // Where it is not heard, the terminal stays quarantined, and the next poll ends that.
  await state.clock.read(promptQuarantineProxy.endQuarantineByPoll(poll)).catch(ignoreTemporalFailure);
}

function ignoreTemporalFailure(failure: unknown): void {
  if (!(failure instanceof TemporalFailure)) throw failure;
}
