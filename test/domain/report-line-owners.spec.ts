import { describe, expect, it } from '@jest/globals';
import { endsBeforeOwners, listLateCandidates } from '../../src/domain/report-line-owners.js';
import { proposeFromReport } from '../../src/domain/report-proposals.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { buildTerminalResult } from '../support/terms.js';
import { buildId, buildPast, buildReport, buildSnapshot, buildLineAt } from './support/proposal-terms.js';

const sale = buildSnapshot({ n: 1 });
const report = buildReport([buildLineAt(1)]);
const listCandidates = (...others: readonly Snapshot[]) =>
  listLateCandidates(sale, report, buildPast([...others, sale]));

describe('what may own a line about a sale of unknown outcome', () => {
  it('a transaction exactly 40 minutes before the sale may; the past is read as far as that', () => {
    const isEnd = endsBeforeOwners(buildSnapshot({ n: 60 }));
    expect(isEnd(buildSnapshot({ n: 20 }))).toBe(false);
  });

  it.each(['duplicate', 'last_voucher'] as const)(
    'an earlier %s shows the same voucher: it sold nothing, so the line is proposed',
    (type) => {
      const shown = buildSnapshot({
        n: 2,
        status: 'completed',
        accepted: { type },
        result: buildTerminalResult(),
      });
      expect(proposeFromReport(sale, report, buildPast([shown, sale]))).toHaveLength(1);
    },
  );

  it('a sale was sent half an hour before the line and ended beside it: its end charged nothing', () => {
    const early = buildSnapshot({ n: 2, minute: -30, status: 'declined' });
    const end = new Date(Date.parse(sale.accepted.createdAt)).toISOString();
    const states = early.states.map((state) => (state.status === 'declined' ? { ...state, at: end } : state));
    const past = buildPast([{ ...early, states }, sale], { chargedLate: [buildId(2)] });
    expect(proposeFromReport(sale, report, past)).toHaveLength(1);
  });
});

describe('of what ended, a late charge is looked up', () => {
  it('for payments that fit the line', () => {
    const payments = (['sale', 'void', 'return'] as const).map((type, place) =>
      buildSnapshot({ n: 2 + place, status: 'declined', accepted: { type } }),
    );
    expect(listCandidates(...payments)).toEqual(payments);
  });

  it('for one that fits a single line of several', () => {
    const other = buildSnapshot({ n: 2, minute: 39, status: 'declined' });
    const lines = buildReport([buildLineAt(1), buildLineAt(20, { operationId: 43 })]);
    expect(listLateCandidates(sale, lines, buildPast([other, sale]))).toEqual([other]);
  });

  it.each<[string, Snapshot]>([
    [
      'a command that moves no money',
      buildSnapshot({ n: 2, status: 'completed', accepted: { type: 'poll' } }),
    ],
    ['a sale that has not ended', buildSnapshot({ n: 2 })],
    ['a sale that was sent an hour later', buildSnapshot({ n: 2, minute: 62, status: 'declined' })],
    ['the sale itself, which has ended since', buildSnapshot({ n: 1, status: 'declined' })],
  ])('not for %s', (_, other) => {
    expect(listCandidates(other)).toEqual([]);
  });
});
