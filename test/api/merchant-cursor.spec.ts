import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computeMark, decodePosition, encodePosition } from '../../src/api/events/merchant-cursor.js';
import type { TransactionId } from '../../src/domain/ids.js';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.split('');
const id = fc
  .array(fc.constantFrom(...letters), { minLength: 19, maxLength: 19 })
  .map((all) => `tx_${all.join('')}` as TransactionId);
const position = fc.record({
  sinceMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  scannedMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  open: fc
    .array(fc.tuple(id, fc.option(fc.integer({ min: 0, max: 65_534 }), { nil: undefined })), {
      maxLength: 50,
    })
    .map((all) => new Map(all)),
  told: fc.array(id, { maxLength: 50 }).map((all) => new Set(all.map(computeMark))),
});

describe('the cursor of a merchant’s stream', () => {
  it('it is read by another replica: the same position', () => {
    fc.assert(
      fc.property(position, (given) => {
        const text = encodePosition('shop', given);
        expect(text).toMatch(/^[\w-]+$/);
        expect(decodePosition('shop', text)).toEqual(given);
      }),
    );
  });

  it('a letter is changed, it is cut, or it is another merchant’s: it is not known', () => {
    fc.assert(
      fc.property(position, fc.nat(), fc.constantFrom(...letters), (given, at, letter) => {
        const text = encodePosition('shop', given);
        const place = at % text.length;
        const changed = `${text.slice(0, place)}${letter}${text.slice(place + 1)}`;
        if (changed !== text) expect(decodePosition('shop', changed)).toBeUndefined();
        expect(decodePosition('shop', text.slice(0, place))).toBeUndefined();
        expect(decodePosition('other', text)).toBeUndefined();
      }),
    );
  });

  it('a merchant has thousands of open transactions: it still fits a header', () => {
    const [many = []] = fc.sample(fc.uniqueArray(id, { minLength: 2_000, maxLength: 2_000 }), 1);
    const open = new Map(many.map((one) => [one, 2]));
    const told = new Set(many.map(computeMark));
    const text = encodePosition('shop', { sinceMs: 1, scannedMs: 1, open, told });
    expect(text.length).toBeLessThan(13_000);
    expect(decodePosition('shop', text)?.open.size).toBe(300);
  });
});
