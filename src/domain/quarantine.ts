import type { TransactionId } from './ids.js';
import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';
import { movesMoney } from './transaction-type.js';

/** A money command whose outcome stayed unknown until a person was needed. */
export interface UnknownOutcome {
  readonly transactionId: TransactionId;
  /** A device may have had another merchant before. */
  readonly merchant: string;
  /** ISO 8601: when it needed a person. */
  readonly at: string;
}

/** So many transactions back a terminal is looked at: refused attempts between the unknown outcomes are walked through. */
export const MOST_COUNTED_BACK = 100;

/**
 * Getnet proved how it ended: what was before it counts no more. A person's word proves nothing about a terminal, and a command
 * that never reached it says nothing about it.
 */
export function isProofOfOutcome({ status, outcome }: Snapshot): boolean {
  return isFinal(status) && status !== 'not_sent' && outcome.evidence !== 'operator';
}

/**
 * Counts the money commands in a row that needed a person, the oldest first. A proof sets the count back, and so does the end of
 * an earlier quarantine.
 *
 * @param transactions what the terminal did, back to a proof.
 * @param endedAtMs epoch ms: when the terminal's last quarantine ended.
 */
export function listUnknownInRow(
  transactions: readonly Snapshot[],
  endedAtMs: number | undefined,
): readonly UnknownOutcome[] {
  const proofs = transactions.filter(isProofOfOutcome).map(({ finalAt }) => Date.parse(finalAt ?? ''));
  const sinceMs = Math.max(endedAtMs ?? 0, ...proofs.filter((at) => !Number.isNaN(at)));
  return transactions
    .flatMap((one) => findUnknownOutcome(one) ?? [])
    .filter(({ at }) => Date.parse(at) > sinceMs)
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function findUnknownOutcome(snapshot: Snapshot): UnknownOutcome | undefined {
  const { accepted, states } = snapshot;
  if (!movesMoney(accepted.type) || isProofOfOutcome(snapshot)) return undefined;
  const at = states.findLast(({ status }) => status === 'needs_attention')?.at;
  const { transactionId, merchant } = accepted;
  return at === undefined ? undefined : { transactionId, merchant, at };
}

/** Those that a merchant may be told of. All of them count. */
export function listOwn(unknown: readonly UnknownOutcome[], merchant: string): readonly UnknownOutcome[] {
  return unknown.filter((one) => one.merchant === merchant);
}

/** Why a payment is not sent, as a clause for its caller. */
export function describeQuarantine(unknown: readonly UnknownOutcome[], merchant: string): string {
  const names = listOwn(unknown, merchant).map(({ transactionId }) => transactionId);
  const whose = names.length === 0 ? 'several transactions in a row' : names.join(', ');
  return `the terminal takes no new payment because the outcomes of ${whose} stayed unknown`;
}
