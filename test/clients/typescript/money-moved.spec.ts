import { describe, expect, it } from '@jest/globals';
import { createMoneyMoved } from '../../../clients/typescript/src/money-moved.js';
import { nameMoneyMoved } from '../../../clients/typescript/src/index.js';
import type { MoneyMoved } from '../../../clients/typescript/src/index.js';

const inWords = (moneyMoved: MoneyMoved) =>
  moneyMoved({ yes: () => 'hand over the goods', no: () => 'try again', unknown: () => 'wait' });

describe('whether money moved', () => {
  it.each([
    ['yes', 'hand over the goods'],
    ['no', 'try again'],
    ['unknown', 'wait'],
    // A later version of the service.
    ['partly', 'wait'],
    ['', 'wait'],
  ])('the service says "%s": %s', (answer, words) => {
    expect(inWords(createMoneyMoved(answer))).toBe(words);
  });

  it('it is written down: by its name', () => {
    expect(
      ['yes', 'no', 'unknown', 'partly'].map((answer) => nameMoneyMoved(createMoneyMoved(answer))),
    ).toEqual(['yes', 'no', 'unknown', 'unknown']);
  });

  it('it is taken for a boolean, or a case is forgotten: it does not compile', () => {
    const moneyMoved = createMoneyMoved('no');
    const mistakes = [
      // @ts-expect-error a condition that is always true
      () => (moneyMoved ? 'charged' : 'free'),
      // @ts-expect-error no boolean
      (): boolean => moneyMoved,
      // @ts-expect-error no text
      () => moneyMoved === 'no',
      // @ts-expect-error no boolean
      () => moneyMoved === true,
      // @ts-expect-error `unknown` is forgotten
      () => moneyMoved({ yes: () => 1, no: () => 0 }),
    ];
    expect(mistakes).toHaveLength(5);
  });
});
