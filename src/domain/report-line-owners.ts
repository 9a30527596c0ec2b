import type { TransactionId } from './ids.js';
import { PROPOSE_WITHIN_MS } from './reconciliation-match.js';
import { compareNumbers, isSameAmount } from './reconciliation-numbers.js';
import {
  getAcceptedAtMs,
  findFittingLines,
  isNearInTime,
  isSameTransaction,
  findSoldAtMs,
  toNumbersAndAmount,
} from './report-lines.js';
import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';
import type { TerminalWalk } from './terminal-chain.js';
import { isUndo, movesMoney } from './transaction-type.js';
import type { ReportedSale } from './verdict.js';

/** What had the terminal before a report. */
export interface ProposalPast extends TerminalWalk {
  /** Those of which a callback after their end proved a charge, or may. */
  readonly chargedLate: readonly TransactionId[];
}

/** A line may be so far from its own sale, and as far from the one that it is proposed for. */
const OWNERS_WITHIN_MS = 2 * PROPOSE_WITHIN_MS;

/** Where the past of a terminal ends that can own a line about the sale. */
export function endsBeforeOwners(sale: Snapshot): (snapshot: Snapshot) => boolean {
  const firstMs = getAcceptedAtMs(sale) - OWNERS_WITHIN_MS;
  return (snapshot) => findSoldAtMs(snapshot) < firstMs;
}

/** What has ended, and would own a line that fits the sale if it was charged nevertheless. */
export function listLateCandidates(
  sale: Snapshot,
  report: Snapshot,
  { transactions }: TerminalWalk,
): readonly Snapshot[] {
  const lines = findFittingLines(sale, report);
  return transactions.filter(
    (one) =>
      !isSameTransaction(one.accepted, sale.accepted) &&
      movesMoney(one.accepted.type) &&
      isFinal(one.status) &&
      lines.some((line) => mayBelongTo(one, line)),
  );
}

/**
 * Its numbers are the line's, or it fits the line and may have moved money under numbers that are not known: which ones a void or
 * return is listed by, and a charge that was proven late, never are.
 */
export function mayOwnLine(other: Snapshot, line: ReportedSale, { chargedLate }: ProposalPast): boolean {
  const { type, transactionId } = other.accepted;
  if (!movesMoney(type)) return false;
  const agreement = compareNumbers(line, toNumbersAndAmount(other));
  if (agreement === 'both' || agreement === 'one') return true;
  if (!mayBelongTo(other, line)) return false;
  if (chargedLate.includes(transactionId)) return true;
  if (isUndo(type)) return other.outcome.moneyMoved !== 'no';
  return other.outcome.moneyMoved === 'yes' && agreement !== 'contradicts';
}

/** Amount and time fit, whatever the numbers. A void by numbers need not know its amount. */
function mayBelongTo(other: Snapshot, line: ReportedSale): boolean {
  const { amount } = toNumbersAndAmount(other);
  const isAmount =
    (amount === null && isUndo(other.accepted.type)) || isSameAmount(line, { ...line, amount });
  return isAmount && listTimesMs(other).some((atMs) => isNearInTime(other, line, atMs));
}

/** Each of its attempts may be the one that charged. */
function listTimesMs(other: Snapshot): readonly number[] {
  const dispatched = other.states.filter(({ status }) => status === 'dispatching');
  return [getAcceptedAtMs(other), ...dispatched.map(({ at }) => Date.parse(at))];
}
