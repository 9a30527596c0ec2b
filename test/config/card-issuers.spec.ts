import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holdsCardNumber, maskCardNumbers } from '../../src/config/redaction/card-numbers.js';
import { addCheckDigit } from './cards.js';

const issuers: readonly (readonly [
  name: string,
  beginnings: readonly string[],
  lengths: readonly number[],
])[] = [
  ['Visa', ['4'], [13, 16, 19]],
  ['Mastercard', ['51', '55', '2221', '2500', '2720'], [16]],
  ['American Express', ['34', '37'], [15]],
  ['Discover', ['6011', '644', '649', '65'], [16, 19]],
  ['Diners Club', ['300', '305', '36', '38', '39'], [14, 16, 19]],
  ['JCB', ['3528', '3589'], [16, 19]],
  ['UnionPay', ['62'], [16, 17, 19]],
  ['Maestro', ['5018', '5020', '5038', '6304', '6759', '6763'], [12, 13, 16, 19]],
  ['Naranja and Cabal', ['589562', '589657', '604201'], [16]],
  ['Magna and other cards of Chile', ['568009', '627180'], [16]],
];

/** A number as an issuer of the given beginning and length gives it out. */
const arbitraryCard = (beginnings: readonly string[], lengths: readonly number[]) =>
  fc
    .tuple(fc.constantFrom(...beginnings), fc.constantFrom(...lengths), fc.stringMatching(/^\d{19}$/))
    .map(([beginning, length, rest]) => addCheckDigit((beginning + rest).slice(0, length - 1)));

const spelled = (digits: string, separator: string, size: number): string =>
  (digits.match(new RegExp(`\\d{1,${size}}`, 'g')) ?? []).join(separator);

describe('order numbers that look like cards', () => {
  it.each(issuers)('a number of %s, in any spelling and beside other words: it is found', (_name, ...of) => {
    const separator = fc.constantFrom('', ' ', '-', ' - ', '\u00a0');
    fc.assert(
      fc.property(
        arbitraryCard(...of),
        separator,
        fc.integer({ min: 3, max: 6 }),
        (digits, between, size) => {
          const text = spelled(digits, between, size);
          expect(holdsCardNumber(text)).toBe(true);
          expect(holdsCardNumber(`ORD 17 ${text}, paid`)).toBe(true);
          expect(maskCardNumbers(`card ${text}`)).not.toContain(text);
        },
      ),
    );
  });

  it.each([
    ["a marketplace's order with a valid check digit", '2000003508419017'],
    ['one more of it', addCheckDigit('200000812345678')],
    ['the same with spaces', '2000 0035 0841 9017'],
    ['the same with dashes', '2000-0035-0841-9017'],
    ['the same inside a text', 'pack 2000003508419017 of 2'],
    ['a date, a time and a counter', addCheckDigit('202601151330411')],
    ['a date, a time and a counter in groups', '2026-01-15 13-30-41 5'],
    ['an epoch time in milliseconds', '1768484241120'],
    ['a counter with leading zeros', addCheckDigit('000000000001234')],
    ['a number that begins with 7', addCheckDigit('712345678901234')],
    ['a number that begins with 8', addCheckDigit('812345678901234')],
    ['a number that begins with 9', addCheckDigit('912345678901234')],
    ["a number with Visa's beginning, one digit short", addCheckDigit('41234567890123')],
    ["a number with Mastercard's beginning, one digit short", addCheckDigit('51234567890123')],
    ['a number with the beginning of American Express, one digit long', addCheckDigit('341234567890123')],
    ["a number just under Mastercard's range", addCheckDigit('222099999999999')],
    ["a number just over Mastercard's range", addCheckDigit('272100000000000')],
    ['a telephone number of Chile', '+56 9 6123 4567'],
    ['a telephone number of Argentina', '+54 9 11 4123 4567'],
    ['more digits than any card has', addCheckDigit('4111111111111111111')],
    ['an id of ours', 'tx_4111111111111111111'],
  ])('%s is no card: %s is taken', (_what, text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it.each(issuers)('a number of %s with a wrong check digit: it is an order number', (_name, ...of) => {
    fc.assert(
      fc.property(arbitraryCard(...of), (digits) => {
        const other = digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);
        expect(holdsCardNumber(other)).toBe(false);
      }),
    );
  });

  it('an order number of any length begins as no card does: it is taken, whatever its check digit', () => {
    const order = fc
      .tuple(fc.constantFrom('0', '1', '20', '21', '7', '8', '9'), fc.stringMatching(/^\d{8,17}$/))
      .map(([beginning, rest]) => addCheckDigit(beginning + rest));
    fc.assert(fc.property(order, (digits) => expect(holdsCardNumber(digits)).toBe(false)));
  });

  it('a log masks all that a request refuses, and more', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d -]{12,40}$/), (text) => {
        if (holdsCardNumber(text)) expect(maskCardNumbers(text)).not.toBe(text);
      }),
    );
    expect(maskCardNumbers('2000003508419017')).toBe('[card]');
  });
});
