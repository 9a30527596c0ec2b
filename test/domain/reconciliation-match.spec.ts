import { describe, expect, it } from '@jest/globals';
import { reconcile } from '../../src/domain/reconciliation.js';
import type { LineClass, OurSale } from '../../src/domain/reconciliation-lines.js';
import type { ReportedSale } from '../../src/domain/verdict.js';
import {
  OPENING_MS,
  clp,
  buildLineAbout,
  nameless,
  buildOurSale,
  writeSantiagoTime,
} from './support/reconciliation-terms.js';

const compare = (sales: readonly ReportedSale[], ours: readonly OurSale[]) =>
  reconcile({ country: 'CL', report: { sales, cut: false }, ours, isOursComplete: true });

type Found = readonly [LineClass, string | undefined];

/** Each line's class and the transaction that it is. */
const listFound = (sales: readonly ReportedSale[], ours: readonly OurSale[]): readonly Found[] =>
  compare(sales, ours).lines.map((line) => [line.class, line.ours?.transactionId]);

const [one, two] = [buildOurSale(1), buildOurSale(2)];

describe('one number that both sides have', () => {
  it('another amount: the same sale by its number, with a difference of amount', () => {
    for (const unnamed of [{ authorizationCode: null }, { operationId: null }])
      expect(compare([buildLineAbout(one, { ...unnamed, amount: clp(7) })], [one]).lines).toMatchObject([
        { class: 'amount', matchedBy: 'numbers', ours: one },
      ]);
  });

  it('the other number contradicts: another sale, though amount and time fit', () => {
    const line = buildLineAbout(one, { authorizationCode: '999999' });
    expect(listFound([line], [one])).toEqual([
      ['foreign', undefined],
      ['missing_there', one.transactionId],
    ]);
  });

  it('a return has it: not taken for the sale, as terminals begin to count again', () => {
    const line = buildLineAbout(one, { authorizationCode: null });
    expect(listFound([line], [buildOurSale(1, { isOptional: true })])).toEqual([['foreign', undefined]]);
  });
});

describe('the terminal lists a sale twice', () => {
  it.each<[string, Partial<ReportedSale>]>([
    ['with another amount', { amount: clp(7) }],
    ['without its code', { authorizationCode: null }],
    ['without its operation number', { operationId: null }],
  ])('the second time %s: a duplicate', (_, over) => {
    expect(compare([buildLineAbout(one), buildLineAbout(one, over)], [one]).counts).toMatchObject({
      equal: 1,
      duplicate: 1,
    });
  });

  it('the second line has one number of the sale and another code: foreign, not a duplicate', () => {
    const other = buildLineAbout(one, { authorizationCode: '999999' });
    expect(compare([buildLineAbout(one), other], [one]).counts).toMatchObject({ equal: 1, foreign: 1 });
  });

  it('nothing but the amount is the same: foreign', () => {
    const other = buildLineAbout(one, { operationId: 90, authorizationCode: '999999' });
    expect(compare([buildLineAbout(one), other], [one]).counts).toMatchObject({ equal: 1, foreign: 1 });
  });
});

describe('we have a sale twice', () => {
  const again = (over: Partial<OurSale> = {}) => ({ ...two, ...lineNumbers(one), ...over });

  it('the second with the same numbers: a duplicate without a line, whatever its amount', () => {
    const { status, lines } = compare([buildLineAbout(one)], [one, again()]);
    expect(status).toBe('different');
    expect(lines).toEqual([
      { class: 'equal', ours: one, theirs: buildLineAbout(one), matchedBy: 'numbers' },
      { class: 'duplicate', ours: again(), theirs: null, matchedBy: 'numbers' },
    ]);
  });

  it.each<[string, Partial<OurSale>]>([
    ['was voided', { state: 'voided' }],
    ['belongs to the batch before', { batch: 'other' }],
    ['is a return', { isOptional: true }],
  ])('the second %s: no difference', (_, over) => {
    expect(listFound([buildLineAbout(one)], [one, again(over)])).toEqual([['equal', one.transactionId]]);
  });

  it('the second has one of the numbers alone: it is missing there', () => {
    const other = again({ authorizationCode: '999999' });
    expect(listFound([buildLineAbout(one)], [one, other])).toEqual([
      ['equal', one.transactionId],
      ['missing_there', other.transactionId],
    ]);
  });
});

describe('two of our sales fit one line', () => {
  /** The second is the one that the line goes to; by its name alone it would be the first that does. */
  it.each<[string, Partial<OurSale>, Partial<OurSale>]>([
    ['one of this batch, before one whose batch is not known', { batch: 'not_known' }, {}],
    ['a sale, before a return', { isOptional: true }, { amount: clp(7) }],
    ['one of the same amount, before one of another', { amount: clp(7) }, { state: 'voided' }],
    ['one of unknown outcome, before an approved one', {}, { state: 'unknown' }],
    ['one whose void is open, before an approved one', {}, { state: 'void_open' }],
    ['an approved one, before a voided one', { state: 'voided' }, {}],
    ['a voided one, before one that was not charged', { state: 'not_charged' }, { state: 'voided' }],
  ])('%s', (_, former, wanted) => {
    const [first, second] = [
      { ...one, ...former },
      { ...one, ...wanted, transactionId: two.transactionId },
    ];
    const line = buildLineAbout(one);
    const matched = compare([line], [first, second]).lines.filter(({ theirs }) => theirs !== null);
    expect(matched.map(({ ours }) => ours?.transactionId)).toEqual([second.transactionId]);
  });

  it('the nearer in time, whichever was accepted first', () => {
    const open = { ...nameless, state: 'unknown', amount: clp(700) } as const;
    const [early, late] = [buildOurSale(5, open), buildOurSale(9, open)];
    for (const near of [early, late])
      expect(listFound([buildLineAbout(near, { operationId: 90 })], [early, late])[0]).toEqual([
        'unknown_open',
        near.transactionId,
      ]);
  });
});

describe('amount and time propose', () => {
  const open = buildOurSale(1, { ...nameless, state: 'unknown' });
  const foreign = { operationId: 90, authorizationCode: '900000' };
  const at = (minutes: number) => writeSantiagoTime(open.createdAtMs + minutes * 60_000);
  const isProposed = (over: Partial<ReportedSale>, ours: Partial<OurSale> = {}) =>
    compare([buildLineAbout(open, { ...foreign, ...over })], [{ ...open, ...ours }]).lines[0]?.matchedBy ===
    'amount_and_time';

  it.each<[string, Partial<ReportedSale>, boolean]>([
    ['20 minutes later', { realDate: at(20) }, true],
    ['20 minutes earlier', { realDate: at(-20) }, true],
    ['21 minutes later', { realDate: at(21) }, false],
    ['21 minutes earlier', { realDate: at(-21) }, false],
    ['no real date, and an accounting date that fits', { realDate: null }, true],
    [
      'no real date, and an accounting date a day later',
      { realDate: null, accountingDate: at(1_440) },
      false,
    ],
    ['a real date that fits, and an accounting date a day later', { accountingDate: at(1_440) }, true],
    [
      'no time that can be read, so that the amount decides',
      { realDate: 'today', accountingDate: null },
      true,
    ],
    ['the same value of another currency', { amount: { value: 1_001, currency: 'ARS' } }, false],
  ])('%s', (_, over, expected) => {
    expect(isProposed(over)).toBe(expected);
  });

  it.each<[string, Partial<OurSale>]>([
    ['of the batch before', { batch: 'other' }],
    ['that is a return', { isOptional: true }],
    ['of another amount', { amount: clp(7) }],
    ['whose amount is not known', { amount: null }],
  ])('never a transaction %s', (_, ours) => {
    expect(isProposed({}, ours)).toBe(false);
  });

  it('a line whose time cannot be read goes after one that is near', () => {
    const [near, unread] = [
      buildLineAbout(open, foreign),
      buildLineAbout(open, { realDate: 'x', accountingDate: null }),
    ];
    for (const lines of [
      [near, unread],
      [unread, near],
    ])
      expect(compare(lines, [open]).lines).toMatchObject([{ theirs: near }, { class: 'foreign' }]);
  });
});

it('sales of either side come in an order of their own, whatever order they were read in', () => {
  const sales = [7, 3, 11, 5].map((n) => buildOurSale(n, { createdAtMs: OPENING_MS }));
  const ids = sales.map(({ transactionId }) => transactionId).toSorted();
  expect(listFound([], sales).map(([, id]) => id)).toEqual(ids);
});

function lineNumbers({ operationId, authorizationCode }: OurSale) {
  return { operationId, authorizationCode };
}
