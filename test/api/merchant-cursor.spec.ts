import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  computeMark,
  computeMaxCursorLength,
  decodePosition,
  encodePosition,
} from '../../src/api/events/merchant-cursor.js';
import { MerchantProgress } from '../../src/api/events/merchant-progress.js';
import { streamLimits } from '../../src/config/stream-limits.js';
import type { TransactionId } from '../../src/domain/ids.js';
import { openRecord } from '../../src/domain/record.js';
import { saleInput } from '../support/terms.js';

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
  sentMarks: fc.array(id, { maxLength: 50 }).map((all) => new Set(all.map(computeMark))),
});

describe('the cursor of a merchant’s stream', () => {
  it('another replica reads it: the same position', () => {
    fc.assert(
      fc.property(position, (given) => {
        const text = encodePosition('shop', given);
        expect(text).toMatch(/^[\w-]+$/);
        expect(decodePosition('shop', text)).toEqual(given);
      }),
    );
  });

  it('a letter is changed, it is cut, or it is another merchant’s: rejected', () => {
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

  it('its bytes are invented, with a correct checksum: no exception, and accepted only if complete', () => {
    const head = (version: number, open: number) => {
      const bytes = Buffer.alloc(15);
      bytes.writeUInt8(version, 0);
      bytes.writeUInt16BE(open, 13);
      return bytes;
    };
    const forge = (body: Buffer) => {
      const check = createHash('sha256').update('shop\0').update(body).digest().subarray(0, 6);
      return decodePosition('shop', Buffer.concat([body, check]).toString('base64url'));
    };
    const join = (open: number, ...rest: readonly Uint8Array[]) =>
      forge(Buffer.concat([head(1, open), ...rest]));
    expect(join(0)).toBeDefined();
    expect(join(0, Buffer.alloc(10))?.sentMarks.size).toBe(1);
    expect(join(1, Buffer.alloc(24))).toBeDefined();
    expect(join(1)).toBeUndefined();
    expect(join(1, Buffer.alloc(23))).toBeUndefined();
    expect(join(65_535, Buffer.alloc(50))).toBeUndefined();
    expect(join(0, Buffer.alloc(7))).toBeUndefined();
    expect(forge(head(2, 0))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(4), (rest, open) => {
        expect(() => join(open, rest)).not.toThrow();
      }),
    );
  });

  it('thousands of open and sent transactions: it still fits in a header', () => {
    const [many = []] = fc.sample(fc.uniqueArray(id, { minLength: 3_000, maxLength: 3_000 }), 1);
    const progress = new MerchantProgress({
      sinceMs: 1,
      scannedMs: 1,
      open: new Map(),
      sentMarks: new Set(),
    });
    many.forEach((transactionId, place) => {
      const { snapshot } = openRun(transactionId);
      const view = { snapshot, isClosed: place % 2 === 0, isRenumbered: false };
      progress.skip({ transactionId, startMs: place, view });
    });
    const text = encodePosition('shop', progress.position);
    expect(text).toHaveLength(computeMaxCursorLength(streamLimits));
    expect(text.length).toBeLessThan(13_000);
    expect(decodePosition('shop', text)?.open.size).toBe(300);
    expect(decodePosition('shop', text)?.sentMarks.size).toBe(400);
  });
});

const openRun = (transactionId: TransactionId) => ({
  snapshot: openRecord({ ...saleInput().accepted, transactionId }),
});
