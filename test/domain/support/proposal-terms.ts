import type { TransactionId } from '../../../src/domain/ids.js';
import type { Snapshot } from '../../../src/domain/snapshot.js';
import type { MoneyMoved, Status } from '../../../src/domain/status.js';
import type { ProposalPast } from '../../../src/domain/report-line-owners.js';
import type { Accepted } from '../../../src/domain/transaction.js';
import type { ReportedSale, TerminalResult } from '../../../src/domain/verdict.js';
import { saleInput, buildTerminalResult } from '../../support/terms.js';
import { OPENING_MS, clp, writeSantiagoTime } from './reconciliation-terms.js';

/** What differs from an unknown sale of CLP 5,990, which is sent some minutes after the opening. */
export interface SnapshotTerms {
  readonly n: number;
  readonly status?: Status;
  readonly minute?: number;
  readonly accepted?: Partial<Accepted>;
  readonly result?: TerminalResult;
  readonly serialNumber?: string;
}

const moved: Readonly<Partial<Record<Status, MoneyMoved>>> = {
  approved: 'yes',
  declined: 'no',
  not_sent: 'no',
  completed: 'no',
};

/** A transaction as its run tells it. */
export function buildSnapshot(terms: SnapshotTerms): Snapshot {
  const { n, status = 'needs_attention', minute = n, result, serialNumber = 'SN1' } = terms;
  const at = new Date(OPENING_MS + minute * 60_000).toISOString();
  const { accepted } = saleInput({ id: buildId(n) });
  const terminal = { ...accepted.terminal, country: 'CL', serialNumber } as const;
  const moneyMoved = moved[status] ?? 'unknown';
  return {
    version: 1,
    accepted: { ...accepted, terminal, amount: clp(5_990), createdAt: at, options: {}, ...terms.accepted },
    status,
    ...(moneyMoved !== 'unknown' && { finalAt: at }),
    outcome: { moneyMoved, ...(result && { result }) },
    states: [
      { n: 1, at, status: 'dispatching' },
      { n: 2, at, status },
    ],
    evidence: [],
  };
}

export function buildId(n: number): TransactionId {
  return `tx_${String(n).padStart(19, '0')}` as TransactionId;
}

/** A report of the terminal that lists these lines. */
export function buildReport(
  sales: readonly ReportedSale[] | null,
  over: Partial<SnapshotTerms> = {},
): Snapshot {
  const report = { sales, cut: false, raw: {} };
  const result = buildTerminalResult({ authorizationCode: null, operationId: null, card: null, report });
  const { accepted, ...others } = over;
  return buildSnapshot({
    n: 90,
    status: 'completed',
    accepted: { type: 'details', ...accepted },
    result,
    ...others,
  });
}

/** A line of CLP 5,990 at a minute after the opening, with numbers of its own. */
export function buildLineAt(minute: number, over: Partial<ReportedSale> = {}): ReportedSale {
  const realDate = writeSantiagoTime(OPENING_MS + minute * 60_000 + 20_000);
  return {
    operationId: 42,
    authorizationCode: '012345',
    amount: clp(5_990),
    card: null,
    accountingDate: realDate,
    realDate,
    ...over,
  };
}

export function buildPast(transactions: readonly Snapshot[], over: Partial<ProposalPast> = {}): ProposalPast {
  return { transactions, isBroken: false, isCut: false, chargedLate: [], ...over };
}
