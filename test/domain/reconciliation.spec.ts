import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reconcile } from '../../src/domain/reconciliation.js';
import type { ReconciliationSides } from '../../src/domain/reconciliation.js';
import { lineClasses } from '../../src/domain/reconciliation-lines.js';
import type { OurSale } from '../../src/domain/reconciliation-lines.js';
import type { ReportedSale } from '../../src/domain/verdict.js';
import { OPENING_MS, clp, buildLineAbout, nameless, buildOurSale } from './support/reconciliation-terms.js';

function compare(
  sales: readonly ReportedSale[] | null,
  ours: readonly OurSale[],
  over: Partial<ReconciliationSides> = {},
) {
  return reconcile({ country: 'CL', report: { sales, cut: false }, ours, isOursComplete: true, ...over });
}

const listClasses = (comparison: ReturnType<typeof compare>) =>
  comparison.lines.map((line) => line.class).toSorted();

describe('a terminal’s own numbers against ours', () => {
  const [one, two, three] = [buildOurSale(1), buildOurSale(2), buildOurSale(3)];

  it('the same sales with the same numbers: equal, in whatever order', () => {
    const comparison = compare([buildLineAbout(two), buildLineAbout(one)], [one, two]);
    expect(comparison).toMatchObject({ status: 'equal', counts: { equal: 2 } });
    expect(compare([buildLineAbout(one), buildLineAbout(two)], [two, one])).toEqual(comparison);
  });

  it('nothing on either side: equal, without a line', () => {
    expect(compare([], [])).toMatchObject({ status: 'equal', lines: [] });
  });

  it.each([
    ['a sale of ours is not listed: missing there', [], [one], ['missing_there']],
    ['a line that nothing of ours fits: foreign', [buildLineAbout(three)], [], ['foreign']],
    ['another amount: amount', [buildLineAbout(one, { amount: clp(1) })], [one], ['amount']],
    [
      'a line twice: equal and duplicate',
      [buildLineAbout(one), buildLineAbout(one)],
      [one],
      ['duplicate', 'equal'],
    ],
    [
      'a voided sale is listed: state',
      [buildLineAbout(one)],
      [buildOurSale(1, { state: 'voided' })],
      ['state'],
    ],
    ['a voided sale is not listed: no line', [], [buildOurSale(1, { state: 'voided' })], []],
    [
      'a sale of a closed batch is listed: other batch',
      [buildLineAbout(one)],
      [buildOurSale(1, { batch: 'other' })],
      ['other_batch'],
    ],
    [
      'a voided sale of a closed batch is listed: other batch',
      [buildLineAbout(one)],
      [buildOurSale(1, { state: 'voided', batch: 'other' })],
      ['other_batch'],
    ],
    ['a sale of a closed batch is not listed: no line', [], [buildOurSale(1, { batch: 'other' })], []],
    [
      'a sale whose void is open: unknown, listed or not',
      [],
      [buildOurSale(1, { state: 'void_open' })],
      ['unknown_open'],
    ],
    ['a return is listed: equal', [buildLineAbout(one)], [buildOurSale(1, { isOptional: true })], ['equal']],
    ['a return is not listed: no line', [], [buildOurSale(1, { isOptional: true })], []],
    [
      'a declined sale with the number of a line: missing here',
      [buildLineAbout(one)],
      [buildOurSale(1, { state: 'not_charged', authorizationCode: null })],
      ['missing_here'],
    ],
    ['a declined sale, and no line: no line', [], [buildOurSale(1, { state: 'not_charged' })], []],
    [
      'an open outcome that no line fits: unknown',
      [],
      [buildOurSale(1, { state: 'unknown', ...nameless })],
      ['unknown_open'],
    ],
  ] as const)('%s', (...[, lines, ours, expected]) => {
    expect(listClasses(compare(lines, ours))).toEqual(expected);
  });

  it('amount and time fit and nothing names the sale: proposed, and never equal', () => {
    const open = buildOurSale(1, { state: 'unknown', ...nameless });
    const byWord = buildOurSale(2, nameless);
    const refused = buildOurSale(3, { state: 'not_charged', ...nameless });
    const lines = [open, byWord, refused].map((sale) =>
      buildLineAbout(sale, { operationId: 90, authorizationCode: '9' }),
    );
    const comparison = compare(lines, [open, byWord, refused]);
    expect(listClasses(comparison)).toEqual(['missing_here', 'state', 'unknown_open']);
    expect(comparison.lines.every(({ matchedBy }) => matchedBy === 'amount_and_time')).toBe(true);
  });

  it('the amount fits an hour away, or the numbers contradict: not proposed', () => {
    const open = buildOurSale(1, { state: 'unknown', ...nameless });
    const late = buildLineAbout(buildOurSale(61), {
      operationId: 90,
      authorizationCode: '9',
      amount: open.amount,
    });
    expect(listClasses(compare([late], [open]))).toEqual(['foreign', 'unknown_open']);
    const declined = buildOurSale(1, { state: 'not_charged', authorizationCode: null });
    const other = buildLineAbout(one, { operationId: 90 });
    expect(listClasses(compare([other], [declined]))).toEqual(['foreign']);
  });

  it('two open sales of the same amount and one line: the nearer one is proposed', () => {
    const near = buildOurSale(5, { state: 'unknown', ...nameless, amount: clp(700) });
    const far = buildOurSale(9, { state: 'unknown', ...nameless, amount: clp(700) });
    const { lines } = compare([buildLineAbout(near, { operationId: 90 })], [far, near]);
    expect(lines.find(({ theirs }) => theirs)?.ours?.transactionId).toBe(near.transactionId);
  });

  it('a number that both batches have: the code tells them apart', () => {
    const former = buildOurSale(1, { batch: 'other', authorizationCode: '777777' });
    expect(listClasses(compare([buildLineAbout(one)], [former, one]))).toEqual(['equal']);
    expect(listClasses(compare([buildLineAbout(former)], [former, one]))).toEqual([
      'missing_there',
      'other_batch',
    ]);
  });

  it('a line without a code goes by its number, within this batch alone', () => {
    const bare = buildLineAbout(one, { authorizationCode: null });
    expect(listClasses(compare([bare], [one]))).toEqual(['equal']);
    expect(listClasses(compare([bare], [buildOurSale(1, { batch: 'other' })]))).toEqual(['foreign']);
  });

  it.each([
    ['no report', undefined],
    ['a report without a list', { sales: null, cut: false }],
    ['a cut report', { sales: [], cut: true }],
  ])('%s: incomplete, and nothing is missing there', (_, report) => {
    const comparison = compare([], [one], { report });
    expect(comparison).toMatchObject({ status: 'incomplete', counts: { cut: 1, missing_there: 0 } });
  });

  it('a cut report whose lines are all equal: never equal', () => {
    expect(compare([], [one], { report: { sales: [buildLineAbout(one)], cut: true } }).status).toBe(
      'incomplete',
    );
  });

  it('a line without an amount, or nothing that can be read: cut, and incomplete', () => {
    const unread = { ...buildLineAbout(one), amount: null, ...nameless };
    expect(compare([buildLineAbout(one, { amount: null })], [one])).toMatchObject({
      status: 'incomplete',
      counts: { cut: 1 },
    });
    expect(compare([unread, buildLineAbout(one)], [one])).toMatchObject({
      status: 'incomplete',
      counts: { cut: 1, equal: 1 },
    });
  });

  it.each([
    ['operation number', { ...nameless, operationId: 1, amount: null }],
    ['authorisation code', { ...nameless, authorizationCode: '100001', amount: null }],
    ['amount', { ...nameless, amount: clp(7) }],
  ])('a line of which the %s alone can be read: it was compared, and is foreign', (_, over) => {
    expect(compare([buildLineAbout(one, over)], [])).toMatchObject({
      status: 'different',
      counts: { foreign: 1 },
    });
  });

  it('our side is not known as a whole: nothing is foreign, and nothing missing there', () => {
    const comparison = compare([buildLineAbout(two)], [one], { isOursComplete: false });
    expect(comparison).toMatchObject({
      status: 'incomplete',
      counts: { cut: 2, foreign: 0, missing_there: 0 },
    });
  });
});

describe('any two lists', () => {
  const number = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null });
  const code = fc.option(fc.constantFrom('111111', '222222', '333333'), { nil: null });
  const amount = fc.option(fc.constantFrom(clp(100), clp(200)), { nil: null });
  const line = fc.record({
    operationId: number,
    authorizationCode: code,
    amount,
    card: fc.constant(null),
    accountingDate: fc.constant(null),
    realDate: fc.constantFrom(null, '2026-01-15 10:05:00', 'yesterday'),
  });
  const sale = fc.record({
    operationId: number,
    authorizationCode: code,
    amount,
    state: fc.constantFrom<OurSale['state']>('approved', 'voided', 'void_open', 'unknown', 'not_charged'),
    batch: fc.constantFrom<OurSale['batch']>('this', 'other', 'not_known'),
    isOptional: fc.boolean(),
    createdAtMs: fc.integer({ min: 0, max: 60 }).map((minutes) => OPENING_MS + minutes * 60_000),
  });
  const sides = fc.record({
    lines: fc.array(line, { maxLength: 8 }),
    sales: fc.array(sale, { maxLength: 8 }),
    cut: fc.boolean(),
    isOursComplete: fc.boolean(),
  });

  it('each line once, each sale at most once, in whatever order they come', () => {
    fc.assert(
      fc.property(sides, fc.integer(), ({ lines, sales, cut, isOursComplete }, turn) => {
        const ours = sales.map((one, place) => buildOurSale(place, one));
        const comparison = compare([], ours, { report: { sales: lines, cut }, isOursComplete });
        const theirs = comparison.lines.flatMap((one) => one.theirs ?? []);
        expect(theirs.map((one) => JSON.stringify(one)).toSorted()).toEqual(
          lines.map((one) => JSON.stringify(one)).toSorted(),
        );
        const mine = comparison.lines
          .filter(({ class: found }) => found !== 'duplicate')
          .flatMap((one) => one.ours ?? []);
        expect(new Set(mine).size).toBe(mine.length);
        const rotate = <T>(list: readonly T[]) => {
          const by = list.length === 0 ? 0 : Math.abs(turn) % list.length;
          return [...list.slice(by), ...list.slice(0, by)].toReversed();
        };
        const again = compare([], rotate(ours), { report: { sales: rotate(lines), cut }, isOursComplete });
        expect(again).toEqual(comparison);
      }),
      { numRuns: 3_000 },
    );
  });

  it('an incomplete side is never equal or different, and calls nothing missing there', () => {
    fc.assert(
      fc.property(sides, ({ lines, sales, cut, isOursComplete }) => {
        const ours = sales.map((one, place) => buildOurSale(place, one));
        const { status, counts } = compare([], ours, { report: { sales: lines, cut }, isOursComplete });
        const isComplete = !cut && isOursComplete && counts.cut === 0;
        expect(status === 'incomplete').toBe(!isComplete);
        if (cut || !isOursComplete) expect(counts.missing_there).toBe(0);
        expect(lineClasses.reduce((sum, name) => sum + counts[name], 0)).toBeGreaterThanOrEqual(lines.length);
      }),
      { numRuns: 3_000 },
    );
  });
});
