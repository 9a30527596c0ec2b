import { describe, expect, it } from '@jest/globals';
import { findCurrency, formatAmount, toDecimalText } from '../../src/domain/money.js';

describe('an amount in words', () => {
  it.each([
    [{ value: 5_990, currency: 'CLP' }, '5990', 'CLP 5,990'],
    [{ value: 0, currency: 'CLP' }, '0', 'CLP 0'],
    [{ value: 1_234_567, currency: 'CLP' }, '1234567', 'CLP 1,234,567'],
    [{ value: 120_000, currency: 'ARS' }, '1200.00', 'ARS 1,200.00'],
    [{ value: 5, currency: 'ARS' }, '0.05', 'ARS 0.05'],
    [{ value: 150, currency: 'ARS' }, '1.50', 'ARS 1.50'],
  ] as const)('%j: %s in a file, %s for people', (amount, inFiles, forPeople) => {
    expect(toDecimalText(amount)).toBe(inFiles);
    expect(formatAmount(amount)).toBe(forPeople);
  });

  it('the terminals of a country take its currency', () => {
    expect([findCurrency('CL'), findCurrency('AR')]).toEqual(['CLP', 'ARS']);
  });
});
