import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHmac, randomBytes } from 'node:crypto';
import type { CustomId } from '../../src/domain/ids.js';
import { callbackTokens } from '../../src/getnet/callback-token.js';

const customId = 'tx_0123456789abcdefghi-12' as CustomId;
const key = (kid: string) => ({ kid, key: randomBytes(32) });
const [old, current, foreign] = [key('k1'), key('k2'), key('k2')];
const tokens = callbackTokens([current, old]);
const expiresAt = Date.parse('2026-01-16T00:00:00Z');
const before = expiresAt - 1;

describe('a callback token', () => {
  const token = tokens.sign(customId, expiresAt);

  it('signed by us and in time: names its attempt, and only that', () => {
    expect(tokens.verify(token, before)).toEqual({ customId });
    expect(token).toMatch(/^v1\.k2\.tx_0123456789abcdefghi-12\.[0-9a-z]+\.[A-Za-z0-9_-]{43}$/);
    expect(token).toBe(encodeURIComponent(token));
  });

  it('expired: nothing', () => {
    expect(tokens.verify(token, expiresAt)).toBeUndefined();
  });

  it('signed with the key before this one: still ours', () => {
    expect(tokens.verify(callbackTokens([old]).sign(customId, expiresAt), before)).toEqual({ customId });
  });

  it('signed with a key that is no more, or with another of the same id: nothing', () => {
    expect(callbackTokens([old]).verify(token, before)).toBeUndefined();
    expect(callbackTokens([foreign]).verify(token, before)).toBeUndefined();
  });

  it('one character changed, dropped or added anywhere: nothing', () => {
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom('', 'A', 'b', '0', '.', '=', '-', 'AA'),
        (at, by) => {
          const forged = token.slice(0, at) + by + token.slice(at + 1);
          fc.pre(forged !== token);
          expect(tokens.verify(forged, before)).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
    expect(tokens.verify(`${token}=`, before)).toBeUndefined();
  });

  it('another attempt or a later expiry under the same signature: nothing', () => {
    const [version, kid, , expiry, mac] = token.split('.');
    expect(
      tokens.verify([version, kid, 'tx_0123456789abcdefghi', expiry, mac].join('.'), before),
    ).toBeUndefined();
    expect(tokens.verify([version, kid, customId, 'zzzzzzzzz', mac].join('.'), before)).toBeUndefined();
  });

  it('rightly signed for something that is no attempt of ours: nothing', () => {
    const claim = `v1.k2.ORD-1001.${expiresAt.toString(36)}`;
    const mac = createHmac('sha256', current.key).update(claim).digest('base64url');
    expect(tokens.verify(`${claim}.${mac}`, before)).toBeUndefined();
  });

  it('any text at all: nothing, and no exception', () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(fc.string(), { minLength: 4, maxLength: 6 }).map((parts) => parts.join('.')),
      fc.string().map((text) => `v1.k2.${text}`),
      fc.constantFrom('v1.__proto__.x.1.y', 'v1.k2.constructor..', undefined as unknown as string),
    );
    fc.assert(
      fc.property(garbage, (text) => {
        expect(tokens.verify(text, before)).toBeUndefined();
      }),
    );
  });
});
