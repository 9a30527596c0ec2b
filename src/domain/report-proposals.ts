import type { TransactionId } from './ids.js';
import { toWallClock } from './local-time.js';
import { findChargedAmount } from './net-sale.js';
import { PROPOSE_WITHIN_MS, measureDistanceMs } from './reconciliation-match.js';
import { compareNumbers, isSameAmount } from './reconciliation-numbers.js';
import type { Named } from './reconciliation-numbers.js';
import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';
import { toDevice } from './terminal.js';
import { findDispatchedAtMs, hasClosedBatch } from './terminal-chain.js';
import type { TerminalWalk } from './terminal-chain.js';
import { isSale, movesMoney } from './transaction-type.js';
import type { TransactionType } from './transaction-type.js';
import type { ReportedSale } from './verdict.js';

/** Reports of a terminal that list sales, or show the voucher of one. */
export const proposingTypes = [
  'details',
  'last_voucher',
  'duplicate',
] as const satisfies readonly TransactionType[];

export type ProposingType = (typeof proposingTypes)[number];

/** What says that a line is about a sale. Wire format: never renamed. */
export const proposalMatches = ['amount', 'time', 'ticket', 'operation_id', 'authorization_code'] as const;

export type ProposalMatch = (typeof proposalMatches)[number];

/** A line of a terminal's own report that fits a sale of unknown outcome. It proves nothing: a person judges it. */
export interface ReportProposal {
  /** That a line is missing speaks for nothing, so no other verdict is ever proposed. */
  readonly verdict: 'approved';
  readonly report: {
    readonly transactionId: TransactionId;
    readonly type: ProposingType;
    /** ISO 8601: when the terminal told it. */
    readonly at: string;
  };
  readonly line: ReportedSale;
  /** Of a report that shows one voucher. */
  readonly ticket: string | null;
  readonly matchedBy: readonly ProposalMatch[];
  /** Other sales of unknown outcome that the line fits as well. */
  readonly alsoFits: readonly TransactionId[];
}

/** A line may be so far from its own sale, and as far from the one that it is proposed for. */
const OWNERS_WITHIN_MS = 2 * PROPOSE_WITHIN_MS;

/** Whether a report may speak for a sale: the same terminal was asked after the command, and it completed. */
export function mayPropose(sale: Snapshot, report: Snapshot): boolean {
  const [soldAtMs, askedAtMs] = [findDispatchedAtMs(sale), findDispatchedAtMs(report)];
  return (
    sale.status === 'needs_attention' &&
    isSale(sale.accepted.type) &&
    report.status === 'completed' &&
    isProposingType(report.accepted.type) &&
    report.accepted.merchant === sale.accepted.merchant &&
    isSameDevice(sale, report) &&
    soldAtMs !== undefined &&
    askedAtMs !== undefined &&
    askedAtMs > soldAtMs
  );
}

/**
 * The lines of a report that fit a sale by themselves. Whether one of them belongs to another sale is not asked yet.
 *
 * @returns none for a report that may not speak for the sale.
 */
export function findFittingLines(sale: Snapshot, report: Snapshot): readonly ReportedSale[] {
  if (!mayPropose(sale, report)) return [];
  const ticket = readTicket(report);
  return listLines(report).filter((line) => isNamed(line) && fits(sale, line, ticket));
}

/** Where the past of a terminal ends that can own a line about the sale. */
export function endsBeforeOwners(sale: Snapshot): (snapshot: Snapshot) => boolean {
  const firstMs = acceptedAtMs(sale) - OWNERS_WITHIN_MS;
  return (snapshot) => (findDispatchedAtMs(snapshot) ?? acceptedAtMs(snapshot)) < firstMs;
}

/** Why a report says nothing about a sale. */
export type ProposalObstacle = 'no_line' | 'past_not_known' | 'batch_closed' | 'owned';

/**
 * What a report proposes about a sale. A line counts if it has the sale's amount and time, no number of the sale contradicts it, and no
 * other sale of the terminal can own it.
 *
 * @param past what had the terminal before the report.
 */
export function proposeFromReport(
  sale: Snapshot,
  report: Snapshot,
  past: TerminalWalk,
): readonly ReportProposal[] | ProposalObstacle {
  const lines = findFittingLines(sale, report);
  if (lines.length === 0) return 'no_line';
  if (!isPastKnown(sale, past)) return 'past_not_known';
  if (isBatchClosedSince(sale, past)) return 'batch_closed';
  const others = past.transactions.filter(({ accepted }) => !isSameTransaction(accepted, sale.accepted));
  const free = lines.filter((line) => !others.some((other) => owns(other, line)));
  const proposals = free.flatMap((line) => toProposal({ sale, report, line, others }));
  return proposals.length === 0 ? 'owned' : proposals;
}

/** In a sentence: why a report proposes nothing. */
export function describeObstacle({ accepted, outcome }: Snapshot, obstacle: ProposalObstacle): string {
  const name = `The ${accepted.type} ${accepted.transactionId}`;
  switch (obstacle) {
    case 'no_line': {
      const { sales = null, cut = false } = outcome.result?.report ?? {};
      if (sales === null) return `${name} lists no sales, so it says nothing.`;
      const isPart = cut || accepted.type !== 'details';
      const limit = isPart ? 'It does not tell everything, so that' : 'That';
      return `${name} has no line that fits. ${limit} proves nothing: look at the receipts.`;
    }
    case 'past_not_known':
      return `${name} has a line that fits, and not all is known that the terminal did before: the line may belong to another sale.`;
    case 'batch_closed':
      return `${name} has a line that fits, and the batch was closed, or may have been, between the sale and the report.`;
    case 'owned':
      return `${name} has a line that fits, and the line may as well belong to another sale that was taken on the terminal.`;
  }
}

function isProposingType(type: TransactionType): type is ProposingType {
  return proposingTypes.some((one) => one === type);
}

function isSameDevice(one: Snapshot, other: Snapshot): boolean {
  const [mine, theirs] = [toDevice(one.accepted.terminal), toDevice(other.accepted.terminal)];
  return mine.country === theirs.country && mine.serialNumber === theirs.serialNumber;
}

function isSameTransaction(one: Snapshot['accepted'], other: Snapshot['accepted']): boolean {
  return one.transactionId === other.transactionId;
}

function acceptedAtMs({ accepted }: Snapshot): number {
  return Date.parse(accepted.createdAt);
}

function listLines({ outcome }: Snapshot): readonly ReportedSale[] {
  return outcome.result?.report?.sales ?? [];
}

/** What a terminal lists without any number may be an attempt that was refused. */
function isNamed({ operationId, authorizationCode }: ReportedSale): boolean {
  return operationId !== null || authorizationCode !== null;
}

/** Getnet sends the sale's `ticketNumber` back as `ticket`, where it sends one. */
function readTicket({ accepted, outcome }: Snapshot): string | null {
  const ticket = accepted.type === 'details' ? undefined : outcome.result?.receipt['ticket'];
  return ticket === undefined || ticket === null || ticket === '' ? null : String(ticket);
}

function readOwnTicket({ accepted }: Snapshot): string | null {
  const ticket = accepted.options['ticketNumber'];
  return typeof ticket === 'string' ? ticket : null;
}

function toNamed(snapshot: Snapshot): Named {
  const { operationId = null, authorizationCode = null } = snapshot.outcome.result ?? {};
  return { operationId, authorizationCode, amount: findChargedAmount(snapshot) ?? null };
}

function fits(sale: Snapshot, line: ReportedSale, ticket: string | null): boolean {
  const ours = toNamed(sale);
  const own = readOwnTicket(sale);
  if (ticket !== null && own !== null && ticket !== own) return false;
  return compareNumbers(line, ours) !== 'contradicts' && isSameAmount(line, ours) && isNear(sale, line);
}

function isNear(sale: Snapshot, line: ReportedSale): boolean {
  const atMs = findDispatchedAtMs(sale) ?? acceptedAtMs(sale);
  const distanceMs = measureDistanceMs(line, toWallClock(sale.accepted.terminal.country, atMs));
  return distanceMs !== undefined && distanceMs <= PROPOSE_WITHIN_MS;
}

/** The report came after the sale, and nothing of what may own a line is missing. */
function isPastKnown({ accepted }: Snapshot, { transactions, isBroken, isCut }: TerminalWalk): boolean {
  return !isBroken && !isCut && transactions.some((one) => isSameTransaction(one.accepted, accepted));
}

/** A report after a close lists another batch; one of unknown outcome may have closed it. */
function isBatchClosedSince(sale: Snapshot, { transactions }: TerminalWalk): boolean {
  const soldAtMs = findDispatchedAtMs(sale) ?? acceptedAtMs(sale);
  return transactions.some((one) => {
    const isClose = hasClosedBatch(one) || (one.accepted.type === 'close' && !isFinal(one.status));
    return isClose && (findDispatchedAtMs(one) ?? acceptedAtMs(one)) > soldAtMs;
  });
}

/** Its numbers are the line's, or it moved money without numbers of which any differs. */
function owns(other: Snapshot, line: ReportedSale): boolean {
  if (!movesMoney(other.accepted.type)) return false;
  const agreement = compareNumbers(line, toNamed(other));
  if (agreement === 'both' || agreement === 'one') return true;
  const isCharged = isSale(other.accepted.type) && other.outcome.moneyMoved === 'yes';
  return isCharged && fits(other, line, null);
}

interface FreeLine {
  readonly sale: Snapshot;
  readonly report: Snapshot;
  readonly line: ReportedSale;
  readonly others: readonly Snapshot[];
}

/** @returns nothing where a sale of another merchant on the same terminal fits as well, for that one is never named. */
function toProposal({ sale, report, line, others }: FreeLine): readonly ReportProposal[] {
  const { accepted, finalAt } = report;
  if (!isProposingType(accepted.type)) return [];
  const ticket = readTicket(report);
  const rivals = others.filter((other) => isOpenSale(other) && fits(other, line, ticket));
  if (rivals.some((rival) => rival.accepted.merchant !== sale.accepted.merchant)) return [];
  return [
    {
      verdict: 'approved',
      report: {
        transactionId: accepted.transactionId,
        type: accepted.type,
        at: finalAt ?? accepted.createdAt,
      },
      line,
      ticket,
      matchedBy: listMatches(sale, line, ticket),
      alsoFits: rivals.map((rival) => rival.accepted.transactionId),
    },
  ];
}

function isOpenSale({ accepted, status }: Snapshot): boolean {
  return isSale(accepted.type) && !isFinal(status);
}

function listMatches(sale: Snapshot, line: ReportedSale, ticket: string | null): readonly ProposalMatch[] {
  const { operationId, authorizationCode } = toNamed(sale);
  return [
    'amount',
    'time',
    ...(ticket !== null && ticket === readOwnTicket(sale) ? (['ticket'] as const) : []),
    ...(operationId !== null && operationId === line.operationId ? (['operation_id'] as const) : []),
    ...(authorizationCode !== null && authorizationCode === line.authorizationCode
      ? (['authorization_code'] as const)
      : []),
  ];
}
