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
  /** Nothing at all was heard of it, nor of anything that the terminal did since: it quarantines the terminal alone. */
  readonly isSilent?: true;
}

/** So many transactions back a terminal is looked at: refused attempts between the unknown outcomes are walked through. */
export const MAX_COUNTED_BACK = 100;

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
 * @param endedAtMs when the terminal's last quarantine ended.
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

/** What a terminal did, back to a proof. */
export interface QuarantinePast {
  readonly transactions: readonly Snapshot[];
  /** When the terminal's last quarantine ended. */
  readonly endedAtMs?: number | undefined;
}

/**
 * A command of which nothing was heard, marked so in the row. It is silence of the terminal only where Getnet proved nothing that the
 * terminal did since it was accepted, and no quarantine ended since.
 */
export function markSilence(
  inRow: readonly UnknownOutcome[],
  silent: TransactionId,
  { transactions, endedAtMs = 0 }: QuarantinePast,
): readonly UnknownOutcome[] {
  const own = transactions.find(({ accepted }) => accepted.transactionId === silent);
  const sinceMs = Date.parse(own?.accepted.createdAt ?? '');
  const isHeard = transactions.some(
    (one) => isProofOfOutcome(one) && Date.parse(one.finalAt ?? '') > sinceMs,
  );
  if (own === undefined || isHeard || endedAtMs > sinceMs) return inRow;
  return inRow.map((one) => (one.transactionId === silent ? { ...one, isSilent: true } : one));
}

/** Those that a merchant may be told of. All of them count. */
export function listOwn(unknown: readonly UnknownOutcome[], merchant: string): readonly UnknownOutcome[] {
  return unknown.filter((one) => one.merchant === merchant);
}

/** Why a payment is not sent, as a clause for its caller. */
export function describeQuarantine(unknown: readonly UnknownOutcome[], merchant: string): string {
  const silent = unknown.filter(({ isSilent }) => isSilent);
  if (silent.length > 0)
    return `the terminal takes no new payment because nothing was heard of ${describeSilent(silent, merchant)}`;
  const names = listOwn(unknown, merchant).map(({ transactionId }) => transactionId);
  const whose = names.length === 0 ? 'several transactions in a row' : names.join(', ');
  return `the terminal takes no new payment because the outcomes of ${whose} stayed unknown`;
}

function describeSilent(silent: readonly UnknownOutcome[], merchant: string): string {
  const names = listOwn(silent, merchant).map(({ transactionId }) => transactionId);
  const whose = names.length === 0 ? 'a transaction' : names.join(', ');
  return `${whose}: no acknowledgement, no callback, no status`;
}

/** One of them, in the evidence of the quarantine. */
export function describeUnknown({ transactionId, isSilent }: UnknownOutcome): string {
  return isSilent
    ? `nothing was heard of ${transactionId}: no acknowledgement, no callback, no status`
    : `the outcome of ${transactionId} stayed unknown`;
}
