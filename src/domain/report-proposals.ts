import { closingTypes, hasClosedTerminal } from './closing.js';
import type { TransactionId } from './ids.js';
import { mayOwnLine } from './report-line-owners.js';
import type { ProposalPast } from './report-line-owners.js';
import {
  findFittingLines,
  fitsSale,
  isProposingType,
  isSameTransaction,
  readOwnTicket,
  readTicket,
  findSoldAtMs,
  toNumbersAndAmount,
} from './report-lines.js';
import type { ProposingType } from './report-lines.js';
import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';
import type { TerminalWalk } from './terminal-chain.js';
import { isSale } from './transaction-type.js';
import type { ReportedSale } from './verdict.js';

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

/** Why a report says nothing about a sale. */
export type ProposalObstacle = 'no_line' | 'past_not_known' | 'batch_closed' | 'owned';

/**
 * What a report proposes about a sale. A line counts if it has the sale's amount and time, no number of the sale contradicts it, and no
 * other sale, void or return of the terminal can own it.
 */
export function proposeFromReport(
  sale: Snapshot,
  report: Snapshot,
  past: ProposalPast,
): readonly ReportProposal[] | ProposalObstacle {
  const lines = findFittingLines(sale, report);
  if (lines.length === 0) return 'no_line';
  if (!isPastKnown(sale, past)) return 'past_not_known';
  if (isBatchClosedSince(sale, past)) return 'batch_closed';
  const others = past.transactions.filter(({ accepted }) => !isSameTransaction(accepted, sale.accepted));
  const free = lines.filter((line) => !others.some((other) => mayOwnLine(other, line, past)));
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
      const limit = isPart ? 'The report does not show everything, so this' : 'This';
      return `${name} has no line that fits. ${limit} proves nothing: look at the receipts.`;
    }
    case 'past_not_known':
      return `${name} has a line that fits. It is not completely known what the terminal did before, so the line may belong to another sale.`;
    case 'batch_closed':
      return `${name} has a line that fits, but the batch was, or may have been, closed between the sale and the report.`;
    case 'owned':
      return `${name} has a line that fits, but the line may also belong to another sale, void or return of the terminal.`;
  }
}

/** The report came after the sale, and nothing of what may own a line is missing. */
function isPastKnown({ accepted }: Snapshot, { transactions, isBroken, isCut }: TerminalWalk): boolean {
  return !isBroken && !isCut && transactions.some((one) => isSameTransaction(one.accepted, accepted));
}

/** A report after a closing lists another batch or shift; one of unknown outcome may have closed it. */
function isBatchClosedSince(sale: Snapshot, { transactions }: TerminalWalk): boolean {
  return transactions.some((one) => mayHaveClosed(one) && findSoldAtMs(one) > findSoldAtMs(sale));
}

function mayHaveClosed(one: Snapshot): boolean {
  const { type, terminal } = one.accepted;
  return hasClosedTerminal(one) || (type === closingTypes[terminal.country] && !isFinal(one.status));
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
  const rivals = others.filter((other) => isOpenSale(other) && fitsSale(other, line, ticket));
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
  const { operationId, authorizationCode } = toNumbersAndAmount(sale);
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
