import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endsBeforeOwners, listLateCandidates } from '../../src/domain/report-line-owners.js';
import { describeObstacle, proposeFromReport } from '../../src/domain/report-proposals.js';
import type { ProposalObstacle } from '../../src/domain/report-proposals.js';
import type { Amount } from '../../src/domain/money.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Status } from '../../src/domain/status.js';
import type { TransactionType } from '../../src/domain/transaction-type.js';
import type { ReportedSale } from '../../src/domain/verdict.js';
import { buildTerminalResult } from '../support/terms.js';
import { buildId, buildLineAt, buildReport, buildSnapshot, buildPast } from './support/proposal-terms.js';
import type { SnapshotTerms } from './support/proposal-terms.js';
import { clp } from './support/reconciliation-terms.js';

const sale = buildSnapshot({ n: 1 });
const noNumbers = buildTerminalResult({ authorizationCode: null, operationId: null });

/** What the report says of `sale`, which had the terminal before the others did. */
function propose(report: Snapshot, others: readonly Snapshot[] = [], subject = sale) {
  return proposeFromReport(subject, report, buildPast([...others, subject]));
}

describe('a report’s line about a sale of unknown outcome', () => {
  it('amount and time fit: proposed as approved, with the line, its report and what fits', () => {
    const line = buildLineAt(1);
    expect(propose(buildReport([line, buildLineAt(50, { operationId: 43 })]))).toEqual([
      {
        verdict: 'approved',
        report: { transactionId: buildId(90), type: 'details', at: expect.any(String) },
        line,
        ticket: null,
        matchedBy: ['amount', 'time'],
        alsoFits: [],
      },
    ]);
  });

  it.each<[string, Partial<ReportedSale>]>([
    ['another amount', { amount: clp(5_991) }],
    ['another currency', { amount: { value: 5_990, currency: 'ARS' } }],
    ['no amount that could be read', { amount: null }],
    ['more than 20 minutes away', buildLineAt(22)],
    ['no time that can be read', { realDate: null, accountingDate: 'today' }],
    ['said to be of another command, or refused', { isSale: false }],
    ['no number at all, as an attempt that was refused', { operationId: null, authorizationCode: null }],
  ])('%s: none', (_, over) => {
    expect(propose(buildReport([buildLineAt(1, over)]))).toBe('no_line');
  });

  it.each<[string, Partial<SnapshotTerms>]>([
    ['was taken before the command', { minute: 0 }],
    ['is of another terminal', { serialNumber: 'SN2' }],
    ['was taken by another merchant', { accepted: { merchant: 'other', type: 'details' } }],
    ['has not ended', { status: 'in_progress' }],
    ['is a poll', { accepted: { type: 'poll' } }],
  ])('the report %s: none', (_, over) => {
    expect(propose(buildReport([buildLineAt(1)], over))).toBe('no_line');
  });

  it.each<[string, Partial<SnapshotTerms>]>([
    ['is a return', { accepted: { type: 'return' } }],
    ['has its outcome', { status: 'declined' }],
  ])('the transaction %s: none', (_, over) => {
    expect(propose(buildReport([buildLineAt(1)]), [], buildSnapshot({ n: 1, ...over }))).toBe('no_line');
  });

  it('a number of the sale is known: one that differs contradicts, one that agrees is named', () => {
    const known = (operationId: number) =>
      buildSnapshot({ n: 1, result: buildTerminalResult({ operationId, authorizationCode: null }) });
    expect(propose(buildReport([buildLineAt(1)]), [], known(41))).toBe('no_line');
    expect(propose(buildReport([buildLineAt(1)]), [], known(42))).toMatchObject([
      { matchedBy: ['amount', 'time', 'operation_id'] },
    ]);
  });

  it('a voucher names a ticket: the same is named, another contradicts', () => {
    const withTicket = buildSnapshot({ n: 1, accepted: { options: { ticketNumber: '5001' } } });
    const voucher = (ticket: string) => {
      const report = buildReport([buildLineAt(1)], { accepted: { type: 'duplicate' } });
      const { result } = report.outcome;
      return {
        ...report,
        outcome: { ...report.outcome, result: result && { ...result, receipt: { ticket } } },
      };
    };
    expect(propose(voucher('5001'), [], withTicket)).toMatchObject([
      { ticket: '5001', matchedBy: ['amount', 'time', 'ticket'] },
    ]);
    expect(propose(voucher('5002'), [], withTicket)).toBe('no_line');
  });
});

describe('a line that fits, and what else was taken on the terminal', () => {
  it.each<[string, SnapshotTerms]>([
    ['an approved sale has its numbers', { n: 2, status: 'approved', result: buildTerminalResult() }],
    [
      'a sale that is being undone has its numbers',
      { n: 2, status: 'reversing', result: buildTerminalResult() },
    ],
    ['a return has its numbers', { n: 2, accepted: { type: 'return' }, result: buildTerminalResult() }],
    ['an approved sale has no numbers, and fits', { n: 2, status: 'approved', result: noNumbers }],
    ['an approved return has no numbers', { n: 2, status: 'approved', accepted: { type: 'return' } }],
    ['a return of unknown outcome', { n: 2, accepted: { type: 'return' } }],
    [
      'a void has other numbers, which may be those of the sale that it voids',
      {
        n: 2,
        status: 'approved',
        accepted: { type: 'void' },
        result: buildTerminalResult({ operationId: 7 }),
      },
    ],
  ])('%s: none', (_, other) => {
    expect(propose(buildReport([buildLineAt(1)]), [buildSnapshot(other)])).toBe('owned');
  });

  it.each<[string, SnapshotTerms]>([
    [
      'an approved sale has other numbers',
      { n: 2, status: 'approved', result: buildTerminalResult({ operationId: 7 }) },
    ],
    ['a sale of the same amount was declined', { n: 2, status: 'declined', result: noNumbers }],
    ['a poll', { n: 2, status: 'completed', accepted: { type: 'poll' } }],
    ['a return was declined', { n: 2, status: 'declined', accepted: { type: 'return' } }],
    ['a return of another amount', { n: 2, accepted: { type: 'return', amount: clp(1) } }],
    ['a return an hour later', { n: 2, minute: 62, accepted: { type: 'return' } }],
  ])('%s: proposed', (_, other) => {
    expect(propose(buildReport([buildLineAt(1)]), [buildSnapshot(other)])).toMatchObject([{ alsoFits: [] }]);
  });

  it('a void of unknown outcome by numbers alone, so that its amount is not known: none', () => {
    const { accepted, ...others } = buildSnapshot({ n: 2, accepted: { type: 'void' } });
    const { amount: _, ...foreign } = accepted;
    expect(propose(buildReport([buildLineAt(1)]), [{ ...others, accepted: foreign }])).toBe('owned');
  });

  it.each(['declined', 'not_sent'] as const)(
    'a sale ended as %s, and may have charged, as a later callback says: none, as it has that line',
    (status) => {
      const other = buildSnapshot({ n: 2, status });
      const report = buildReport([buildLineAt(1)]);
      const past = buildPast([other, sale, buildSnapshot({ n: 3, status, accepted: { amount: clp(1) } })]);
      expect(listLateCandidates(sale, report, past)).toEqual([other]);
      expect(proposeFromReport(sale, report, past)).toHaveLength(1);
      expect(proposeFromReport(sale, report, { ...past, chargedLate: [buildId(2)] })).toBe('owned');
    },
  );

  it('an earlier attempt of a sale charged late, and its last one has numbers: none, as that attempt has the line', () => {
    const sold = buildSnapshot({
      n: 2,
      status: 'approved',
      minute: 40,
      result: buildTerminalResult({ operationId: 7 }),
    });
    const [first] = buildSnapshot({ n: 2 }).states;
    const other = { ...sold, states: first ? [first, ...sold.states] : [] };
    const past = buildPast([other, sale]);
    expect(proposeFromReport(sale, buildReport([buildLineAt(1)]), past)).toHaveLength(1);
    expect(
      proposeFromReport(sale, buildReport([buildLineAt(1)]), { ...past, chargedLate: [buildId(2)] }),
    ).toBe('owned');
  });

  it('another sale of unknown outcome fits as well: both are proposed, each naming the other', () => {
    const other = buildSnapshot({ n: 2 });
    expect(propose(buildReport([buildLineAt(1)]), [other])).toMatchObject([{ alsoFits: [buildId(2)] }]);
    expect(propose(buildReport([buildLineAt(1)]), [sale], other)).toMatchObject([{ alsoFits: [buildId(1)] }]);
  });

  it('a sale of another merchant on the same device fits as well: none, and it is not named', () => {
    const other = buildSnapshot({ n: 2, accepted: { merchant: 'other' } });
    expect(propose(buildReport([buildLineAt(1)]), [other])).toBe('owned');
  });

  it.each(['completed', 'needs_attention'] as const)(
    'the batch was closed in between (%s): none',
    (status) => {
      const close = buildSnapshot({ n: 5, status, accepted: { type: 'close' } });
      expect(propose(buildReport([buildLineAt(1)]), [close])).toBe('batch_closed');
    },
  );

  it('an Argentine shift ended in between: none', () => {
    const terminal = { ...sale.accepted.terminal, country: 'AR' } as const;
    const shift = buildSnapshot({ n: 5, status: 'completed', accepted: { type: 'shift', terminal } });
    expect(propose(buildReport([buildLineAt(1)]), [shift])).toBe('batch_closed');
  });

  it('what the terminal did before its report is not all known: none', () => {
    const report = buildReport([buildLineAt(1)]);
    const unknown = [
      buildPast([sale], { isBroken: true }),
      buildPast([sale], { isCut: true }),
      buildPast([buildSnapshot({ n: 2 })]),
    ];
    for (const past of unknown) expect(proposeFromReport(sale, report, past)).toBe('past_not_known');
  });

  it('the past is read as far as a line’s owner may be, and no further', () => {
    const isEnd = endsBeforeOwners(buildSnapshot({ n: 60 }));
    expect(isEnd(buildSnapshot({ n: 21 }))).toBe(false);
    expect(isEnd(buildSnapshot({ n: 19 }))).toBe(true);
  });
});

it('why a report proposes nothing is said in words, and a missing line is never called a decline', () => {
  const obstacles: readonly ProposalObstacle[] = ['no_line', 'past_not_known', 'batch_closed', 'owned'];
  const reports = [
    buildReport([]),
    buildReport(null),
    buildReport([], { accepted: { type: 'last_voucher' } }),
  ];
  for (const report of reports)
    for (const obstacle of obstacles) {
      expect(describeObstacle(report, obstacle)).toContain(buildId(90));
      expect(describeObstacle(report, obstacle)).not.toMatch(/declined|not charged|approved/);
    }
});

describe('whatever a terminal reports', () => {
  /** Usually the first: what proposes something would be rare otherwise. */
  const usually = <T>(first: T, ...others: readonly T[]) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constant(first) },
      { weight: 2, arbitrary: fc.constantFrom(...others) },
    );
  const statuses = [
    'approved',
    'declined',
    'needs_attention',
    'in_progress',
    'not_sent',
    'completed',
  ] as const;
  const numbers = {
    operationId: fc.constantFrom(null, 1, 2, 42),
    authorizationCode: fc.constantFrom(null, '012345', '999999'),
  };
  const lines = fc.array(
    fc.record({
      ...numbers,
      amount: usually<Amount | null>(clp(5_990), null, clp(1), { value: 5_990, currency: 'ARS' }),
      minute: fc.integer({ min: -25, max: 30 }),
    }),
    { maxLength: 4 },
  );
  const others = fc.array(
    fc.record({
      ...numbers,
      n: fc.integer({ min: 2, max: 40 }),
      status: fc.constantFrom(...statuses),
      type: usually<TransactionType>('sale', 'return', 'poll', 'close'),
    }),
    { maxLength: 3 },
  );
  const reports = fc.record({
    minute: usually(60, -5, 0, 1, 2),
    serialNumber: usually('SN1', 'SN2'),
    status: usually<Status>('completed', ...statuses),
    type: usually<TransactionType>('details', 'last_voucher', 'totals'),
    /** What is known of the sale itself. */
    operationId: usually(null, 2, 42),
  });

  it('a proposal changes no fact, and comes from a later report of the same terminal, of the same amount', () => {
    let proposed = 0;
    fc.assert(
      fc.property(lines, others, reports, (told, around, asked) => {
        const { type, operationId, ...over } = asked;
        const result = buildTerminalResult({ operationId, authorizationCode: null });
        const subject = buildSnapshot({ n: 1, result });
        const before = JSON.stringify(subject);
        const sales = told.map(({ minute, ...line }) => ({ ...buildLineAt(minute), ...line }));
        const report = buildReport(sales, { ...over, accepted: { type } });
        const past = around.map(({ n, status, type: kind, ...numbers }) =>
          buildSnapshot({ n, status, accepted: { type: kind }, result: buildTerminalResult(numbers) }),
        );
        const found = propose(report, past, subject);
        expect(JSON.stringify(subject)).toBe(before);
        if (typeof found === 'string') return;
        for (const { verdict, line, report: source } of found) {
          proposed += 1;
          expect([verdict, source.transactionId]).toEqual(['approved', buildId(90)]);
          expect([asked.status, asked.serialNumber, type === 'totals']).toEqual(['completed', 'SN1', false]);
          expect(asked.minute).toBeGreaterThan(1);
          expect(line.amount).toEqual(clp(5_990));
          if (operationId !== null && line.operationId !== null) expect(line.operationId).toBe(operationId);
          const owners = past.filter(
            ({ accepted, outcome }) =>
              accepted.type !== 'poll' &&
              accepted.type !== 'close' &&
              outcome.result?.operationId === line.operationId &&
              outcome.result?.authorizationCode === line.authorizationCode,
          );
          expect(owners).toEqual([]);
        }
      }),
      { numRuns: 4_000 },
    );
    expect(proposed).toBeGreaterThan(300);
  });
});
