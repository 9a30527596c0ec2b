import { describe, expect, it } from '@jest/globals';
import { compareCharge } from '../../src/getnet/mapping/charge.js';
import type { MoneyTerms } from '../../src/getnet/mapping/charge.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';

const pesos: MoneyTerms = { currency: 'CLP', minorPerWireUnit: 1, givesBack: false };
const asked = (money?: MoneyTerms) => ({ amount: 5_990, ...(money && { money }) });
const contradiction = { contradicts: true, warnings: [] };
const nothing = { contradicts: false, warnings: [] };

/** An approval as Getnet writes it, with these fields. */
function approval(fields: object) {
  const response = { functionCode: 100, responseCode: 0, authorizationCode: '012345', ...fields };
  const { result } = readAnswer(200, JSON.stringify({ code: 1, data: { response } })).wrapper ?? {};
  if (result === undefined) throw new Error('It has no result.');
  return result;
}

describe('an approval names another amount than was asked for', () => {
  it.each([
    [3_000, 'CLP 3,000 were charged', 'Collect the rest in another way, or undo the sale.'],
    [6_500, 'CLP 6,500 were charged', 'The difference may be a tip: check the receipt.'],
  ])(
    '%d instead of 5990, and both our names: that was charged, and what to do is said',
    (amount, was, then) => {
      expect(compareCharge(approval({ amount }), asked(pesos), true)).toEqual({
        contradicts: false,
        amountCharged: { value: amount, currency: 'CLP' },
        warnings: [`Getnet says that ${was}; CLP 5,990 were asked for. ${then}`],
      });
    },
  );

  it('less was given back: said so, whatever the sign', () => {
    for (const amount of [3_000, -3_000])
      expect(compareCharge(approval({ amount }), asked({ ...pesos, givesBack: true }), true)).toEqual({
        contradicts: false,
        amountCharged: { value: 3_000, currency: 'CLP' },
        warnings: [
          'Getnet says that CLP 3,000 were given back; CLP 5,990 were asked for. Check the receipt.',
        ],
      });
  });

  it.each<[string, object, MoneyTerms | undefined, boolean]>([
    ['only one of our names', { amount: 3_000 }, pesos, false],
    ['the unit is not known', { amount: 3_000 }, undefined, true],
    ['it is no number', { amount: 'many' }, pesos, true],
    ['it is negative, and money was to be charged', { amount: -3_000 }, pesos, true],
    ['it is no whole number of the smallest unit', { amount: 3_000.5 }, pesos, true],
  ])('%s: a contradiction', (_, fields, ...[money, namesBoth]) => {
    expect(compareCharge(approval(fields), asked(money), namesBoth)).toEqual(contradiction);
  });

  it('a tip was asked for, and it is in the amount: ours, without both our names', () => {
    const { contradicts, amountCharged } = compareCharge(
      approval({ amount: 6_490 }),
      asked({ ...pesos, tip: 500 }),
      false,
    );
    expect({ contradicts, amountCharged }).toEqual({
      contradicts: false,
      amountCharged: { value: 6_490, currency: 'CLP' },
    });
  });

  it('the amount is 0: no contradiction, and the receipt decides', () => {
    const { contradicts, warnings } = compareCharge(approval({ amount: 0 }), asked(pesos), true);
    expect({ contradicts, warnings }).toEqual({
      contradicts: false,
      warnings: ['Getnet approved this and named the amount 0: check the amount on the receipt.'],
    });
  });
});

describe('an approval names money beside our amount', () => {
  const beside = (fields: object, money: MoneyTerms | undefined = pesos) =>
    compareCharge(approval({ amount: 5_990, ...fields }), asked(money), true);

  it.each([
    ['tip', { tip: 500 }],
    ['cashback', { cashback: '500' }],
  ])('a %s: a warning', (name, fields) => {
    expect(beside(fields)).toEqual({
      contradicts: false,
      warnings: [
        `Getnet names a ${name} of CLP 500: whether it was charged in addition to the amount is on the receipt.`,
      ],
    });
  });

  it.each<[string, object]>([
    ['none', {}],
    ['0', { tip: 0, cashback: 0 }],
    ['yes, as a word of logic', { tip: true }],
  ])('%s: nothing to say', (_, fields) => {
    expect(beside(fields)).toEqual(nothing);
  });

  it('the tip that was asked for: nothing to say; more than that: a warning', () => {
    expect(beside({ tip: 500 }, { ...pesos, tip: 500 }).warnings).toEqual([]);
    expect(beside({ tip: 501 }, { ...pesos, tip: 500 }).warnings).toHaveLength(1);
  });

  it.each<[string, object, object]>([
    ['the answer has no amount', {}, asked(pesos)],
    ['the command had none', { amount: 5_990 }, { money: pesos }],
    ['the unit is not known', { amount: 5_990 }, asked()],
    ['money goes back', { amount: 5_990 }, asked({ ...pesos, givesBack: true })],
  ])('%s: a tip beside it says nothing', (_, fields, what) => {
    expect(compareCharge(approval({ tip: 500, ...fields }), what, true)).toEqual(nothing);
  });
});
