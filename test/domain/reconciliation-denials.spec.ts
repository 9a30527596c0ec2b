import { describe, expect, it } from '@jest/globals';
import { reconcile } from '../../src/domain/reconciliation.js';
import type { OurSale } from '../../src/domain/reconciliation-lines.js';
import type { ReportedSale } from '../../src/domain/verdict.js';
import { clp, buildLineAbout, buildOurSale } from './support/reconciliation-terms.js';

const compare = (sales: readonly ReportedSale[], ours: readonly OurSale[]) =>
  reconcile({ country: 'CL', report: { sales, cut: false }, ours, isOursComplete: true });

/** What the terminal calls a void, a return or refused. */
const denial = (sale: OurSale, over: Partial<ReportedSale> = {}) =>
  buildLineAbout(sale, { isSale: false, ...over });

describe('a report has a line that the terminal itself calls no approved sale', () => {
  const one = buildOurSale(1);
  const declined = buildOurSale(1, { state: 'not_charged', operationId: null, authorizationCode: null });
  const elsewhere = buildOurSale(9);
  const byCode = { operationId: null };

  it.each<[string, readonly ReportedSale[], readonly OurSale[], readonly string[]]>([
    ['it has the numbers of an approved sale: state', [denial(one)], [one], ['state']],
    ['it has the code alone of an approved sale: state', [denial(one, byCode)], [one], ['state']],
    [
      'the sale is listed, too: state all the same, and once',
      [buildLineAbout(one), denial(one)],
      [one],
      ['state'],
    ],
    [
      'it has other numbers than the sale, and the same amount and time: the sale is missing there',
      [denial(one, { operationId: 7, authorizationCode: '000007' })],
      [one],
      ['missing_there'],
    ],
    ['it is like a declined sale of ours: no line', [denial(one)], [declined], []],
    [
      'it is of a sale that we call voided: no line',
      [denial(one)],
      [buildOurSale(1, { state: 'voided' })],
      [],
    ],
    [
      'a voided sale is listed with its void: state, and no duplicate',
      [buildLineAbout(one), denial(one)],
      [buildOurSale(1, { state: 'voided' })],
      ['state'],
    ],
    ['nothing of ours fits it: no line', [denial(elsewhere)], [], []],
    [
      'it is our return, with the code of the sale: the sale is equal',
      [buildLineAbout(one), denial(one, byCode)],
      [one, buildOurSale(2, { isOptional: true, authorizationCode: one.authorizationCode, amount: clp(5) })],
      ['equal'],
    ],
    [
      'a sale of a closed batch has its numbers: no line',
      [denial(one)],
      [buildOurSale(1, { batch: 'other' })],
      [],
    ],
  ])('%s', (...[, lines, ours, expected]) => {
    const comparison = compare(lines, ours);
    expect(comparison.lines.map((line) => line.class)).toEqual(expected);
    expect(comparison.status).toBe(expected.every((found) => found === 'equal') ? 'equal' : 'different');
  });

  it('it is shown with the sale that it denies', () => {
    const [line] = compare([buildLineAbout(one), denial(one)], [one]).lines;
    expect(line).toMatchObject({
      class: 'state',
      theirs: { isSale: false },
      ours: one,
      matchedBy: 'numbers',
    });
  });

  it('nobody can read what it is: it is cut, and no sale of ours is called missing', () => {
    const line = denial(elsewhere, { isUnreadable: true });
    const comparison = compare([line], [one]);
    expect(comparison).toMatchObject({ status: 'incomplete', counts: { cut: 2, missing_there: 0 } });
  });
});
