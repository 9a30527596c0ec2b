import { describe, expect, it } from '@jest/globals';
import { describeObstacle, proposeFromReport } from '../../src/domain/report-proposals.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { ReportedSale, TerminalResult } from '../../src/domain/verdict.js';
import { buildTerminalResult } from '../support/terms.js';
import { buildId, buildPast, buildReport, buildSnapshot, buildLineAt } from './support/proposal-terms.js';
import type { SnapshotTerms } from './support/proposal-terms.js';
import { OPENING_MS, writeSantiagoTime } from './support/reconciliation-terms.js';

const sale = buildSnapshot({ n: 1 });
const withTicket = buildSnapshot({ n: 1, accepted: { options: { ticketNumber: '5001' } } });

const propose = (report: Snapshot, subject = sale, others: readonly Snapshot[] = []) =>
  proposeFromReport(subject, report, buildPast([...others, subject]));

const matchesOf = (report: Snapshot, subject = sale) => {
  const found = propose(report, subject);
  return typeof found === 'string' ? found : found.map(({ matchedBy }) => matchedBy);
};

/** A report of one line whose receipt has this ticket. */
function voucherWith(ticket: string | number | null, over: Partial<SnapshotTerms> = {}): Snapshot {
  const report = buildReport([buildLineAt(1)], { accepted: { type: 'last_voucher' }, ...over });
  return withResult(report, { receipt: { ticket } as TerminalResult['receipt'] });
}

function withResult(report: Snapshot, over: Partial<TerminalResult>): Snapshot {
  const { result } = report.outcome;
  return {
    ...report,
    outcome: { ...report.outcome, result: { ...buildTerminalResult(), ...result, ...over } },
  };
}

function withoutResult(report: Snapshot): Snapshot {
  return { ...report, outcome: { moneyMoved: report.outcome.moneyMoved } };
}

describe('the time of a line', () => {
  const lineAtMs = (ms: number): ReportedSale =>
    buildLineAt(1, { realDate: writeSantiagoTime(OPENING_MS + 60_000 + ms) });

  it.each([
    ['20 minutes after the sale: fits', 20 * 60_000, 1],
    ['a second more: does not fit', 20 * 60_000 + 1_000, 0],
    ['20 minutes before the sale: fits', -20 * 60_000, 1],
  ])('%s', (_, ms, count) => {
    const found = propose(buildReport([lineAtMs(ms)]));
    expect(typeof found === 'string' ? [] : found).toHaveLength(count);
  });

  it('a sale waited for its terminal: its line is near the moment it was sent, not the one it was accepted', () => {
    const createdAt = new Date(OPENING_MS).toISOString();
    const waited = buildSnapshot({ n: 1, minute: 40, accepted: { createdAt } });
    expect(propose(buildReport([buildLineAt(40)]), waited)).toHaveLength(1);
    expect(propose(buildReport([buildLineAt(1)]), waited)).toBe('no_line');
  });
});

describe('the ticket of a voucher', () => {
  it.each<[string, Snapshot]>([
    ['the sale was sent without one', voucherWith('5001')],
    ['the receipt has none', voucherWith(null)],
  ])('%s: amount and time propose', (_, report) => {
    expect(matchesOf(report)).toEqual([['amount', 'time']]);
  });

  it.each([null, ''])('the receipt has %j: no ticket, and it does not contradict the sale’s', (ticket) => {
    expect(propose(voucherWith(ticket), withTicket)).toMatchObject([
      { ticket: null, matchedBy: ['amount', 'time'] },
    ]);
  });

  it('a number on the receipt: read as its digits', () => {
    expect(propose(voucherWith(5_001), withTicket)).toMatchObject([
      { ticket: '5001', matchedBy: ['amount', 'time', 'ticket'] },
    ]);
  });

  it('a list of many sales has a ticket: it is no single sale’s', () => {
    const details = voucherWith('5002', { accepted: { type: 'details' } });
    expect(propose(details, withTicket)).toMatchObject([{ ticket: null }]);
  });
});

describe('what a proposal says', () => {
  it.each<[string, Partial<TerminalResult>, Partial<ReportedSale>, readonly string[]]>([
    ['both have both numbers', {}, {}, ['operation_id', 'authorization_code']],
    ['the line has no code', {}, { authorizationCode: null }, ['operation_id']],
    ['the line has no operation number', {}, { operationId: null }, ['authorization_code']],
    ['neither has a code', { authorizationCode: null }, { authorizationCode: null }, ['operation_id']],
    ['neither has an operation number', { operationId: null }, { operationId: null }, ['authorization_code']],
    ['the sale has no code', { authorizationCode: null }, {}, ['operation_id']],
    ['the sale has no operation number', { operationId: null }, {}, ['authorization_code']],
  ])('%s: the numbers that agree are named', (...[, result, line, numbers]) => {
    const subject = buildSnapshot({ n: 1, result: buildTerminalResult(result) });
    expect(matchesOf(buildReport([buildLineAt(1, line)]), subject)).toEqual([['amount', 'time', ...numbers]]);
  });

  it('the report took a while: the proposal has the time of its end', () => {
    const report = buildReport([buildLineAt(1)]);
    const finalAt = '2026-01-15T15:00:00.000Z';
    expect(propose({ ...report, finalAt })).toMatchObject([{ report: { at: finalAt } }]);
  });
});

describe('a report that may not speak for the sale', () => {
  it.each(['details', 'last_voucher'] as const)('a %s that ended without a result: no line', (type) => {
    const report = withoutResult(buildReport([buildLineAt(1)], { accepted: { type } }));
    expect(propose(report)).toBe('no_line');
    expect(describeObstacle(report, 'no_line')).toContain('lists no sales');
  });

  it('its result has no report: no line', () => {
    const report = buildReport([buildLineAt(1)]);
    const before = { ...report, outcome: { ...report.outcome, result: buildTerminalResult() } };
    expect(propose(before)).toBe('no_line');
  });

  it('of a terminal in another country with the same serial number: no line', () => {
    const terminal = { ...sale.accepted.terminal, country: 'AR' } as const;
    expect(propose(buildReport([buildLineAt(1)], { accepted: { type: 'details', terminal } }))).toBe(
      'no_line',
    );
  });

  it('the sale was never sent: no line', () => {
    const accepted = { ...sale, states: sale.states.filter(({ status }) => status !== 'dispatching') };
    expect(propose(buildReport([buildLineAt(1)]), accepted)).toBe('no_line');
  });

  it('the batch was closed before the sale: its line is proposed', () => {
    const close = buildSnapshot({ n: 5, minute: 0, status: 'completed', accepted: { type: 'close' } });
    expect(propose(buildReport([buildLineAt(1)]), sale, [close])).toHaveLength(1);
  });
});

describe('why nothing is proposed, in a sentence', () => {
  const cut = withResult(buildReport([]), { report: { sales: [], cut: true, raw: {} } });

  it.each([
    ['a report without a list says nothing', buildReport(null), 'lists no sales'],
    [
      'a whole list: a missing line proves nothing',
      buildReport([]),
      'has no line that fits. This proves nothing',
    ],
    ['a cut list does not tell everything', cut, 'The report does not show everything'],
    [
      'a single voucher does not tell everything',
      buildReport([], { accepted: { type: 'duplicate' } }),
      'The report does not show everything',
    ],
  ] as const)('%s', (_, report, text) => {
    const sentence = describeObstacle(report, 'no_line');
    expect(sentence).toContain(`The ${report.accepted.type} ${buildId(90)}`);
    expect(sentence).toContain(text);
  });

  it.each([
    ['past_not_known', 'not completely known'],
    ['batch_closed', 'the batch was, or may have been, closed'],
    ['owned', 'may also belong to another sale'],
  ] as const)('%s: %s', (obstacle, text) => {
    expect(describeObstacle(buildReport([buildLineAt(1)]), obstacle)).toContain(text);
  });
});
