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
  if (quarantineAfter === undefined || state.isUnknownReported) return;
  if (snapshot.status !== 'needs_attention' || !movesMoney(accepted.type)) return;
  state.isUnknownReported = true;
  const { transactionId, merchant, terminal } = accepted;
  const device = toDevice(terminal);
  const report = { device, transactionId, merchant, terminalId: terminal.id, quarantineAfter };
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
