import { describe, expect, it } from '@jest/globals';
import {
  compareNumbers,
  indexBy,
  isSameAmount,
  listAmountKeys,
  listNumberKeys,
} from '../../src/domain/reconciliation-numbers.js';
import { clp, nameless } from './support/reconciliation-terms.js';

const unknown = { ...nameless, amount: null };
const named = { operationId: 42, authorizationCode: '012345', amount: clp(5_990) };

describe('what names a sale', () => {
  it('each number that is known finds it, and a number is no code', () => {
    expect(listNumberKeys(named)).toHaveLength(2);
    const [byOperation] = listNumberKeys({ ...unknown, operationId: 7 });
    const [byCode] = listNumberKeys({ ...unknown, authorizationCode: '7' });
    expect(byOperation).not.toBe(byCode);
  });

  it('nothing is known of it: nothing finds it, or all nameless sales would be compared with each other', () => {
    expect(listNumberKeys(unknown)).toEqual([]);
    expect(listAmountKeys(unknown)).toEqual([]);
  });

  it('an amount finds those of the same value and currency alone', () => {
    const [pesos, more, argentine] = [clp(7), clp(8), { value: 7, currency: 'ARS' as const }].map(
      (amount) => listAmountKeys({ ...unknown, amount })[0],
    );
    expect(new Set([pesos, more, argentine]).size).toBe(3);
    expect(listAmountKeys({ ...named, amount: clp(7) })).toEqual([pesos]);
  });

  it('several have the same: all are found, in their order', () => {
    const index = indexBy(['ab', 'b', 'a'], (word) => word.split(''));
    expect(Object.fromEntries(index)).toEqual({ a: ['ab', 'a'], b: ['ab', 'b'] });
  });
});

describe('two sides that name a sale', () => {
  it.each([
    ['the same numbers', named, 'both'],
    ['one number alone', { ...named, authorizationCode: null }, 'one'],
    ['no number', unknown, 'none'],
    ['another code', { ...named, authorizationCode: '999999' }, 'contradicts'],
    ['another operation number', { ...named, operationId: 41 }, 'contradicts'],
  ] as const)('the other has %s: %s', (_, other, agreement) => {
    expect(compareNumbers(named, other)).toBe(agreement);
    expect(compareNumbers(other, named)).toBe(agreement);
  });

  it('an amount that one side does not know is not the same', () => {
    expect(isSameAmount(named, { ...unknown, amount: clp(5_990) })).toBe(true);
    expect(isSameAmount(named, unknown)).toBe(false);
    expect(isSameAmount(unknown, unknown)).toBe(false);
  });
});
