import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseTransactionId } from '../../src/domain/ids.js';
import { Problem } from '../../src/api/problems/problem.js';
import {
  readIdempotencyKey,
  toCanonicalJson,
  hashRequest,
  deriveTransactionId,
} from '../../src/api/transactions/idempotency-key.js';
import { createWaitUntil, readWait } from '../../src/api/http/prefer.js';

function readProblemCode(call: () => unknown): string {
  try {
    call();
  } catch (thrown) {
    return thrown instanceof Problem ? thrown.body.code : String(thrown);
  }
  return 'nothing thrown';
}

describe('the idempotency key', () => {
  it.each(['a', '!', '~', 'x'.repeat(255), '5f0c3c5e-3f0a-4b1e-9d4c-2a7c9d1f6b10'])('%s is taken', (key) => {
    expect(readIdempotencyKey(key)).toBe(key);
  });

  it.each(['', ' ', 'a b', 'x'.repeat(256), 'ñ', 'a\tb', 'one, two'])('"%s" is refused', (key) => {
    expect(readProblemCode(() => readIdempotencyKey(key))).toBe('idempotency-key-invalid');
  });

  it.each([
    ['in the quotes of a structured header', '"k-1"', 'k-1'],
    ['a UUID in quotes', '"5f0c3c5e-3f0a-4b1e-9d4c-2a7c9d1f6b10"', '5f0c3c5e-3f0a-4b1e-9d4c-2a7c9d1f6b10'],
    ['with an escaped quote', String.raw`"a\"b"`, 'a"b'],
    ['with an escaped backslash', String.raw`"a\\b"`, String.raw`a\b`],
    ['as long as a key can be', `"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ])('a key in quotes, %s: one payment with the bare key', (_form, quoted, bare) => {
    expect(readIdempotencyKey(quoted)).toBe(readIdempotencyKey(bare));
    expect(deriveTransactionId('demo-cl', readIdempotencyKey(quoted))).toBe(
      deriveTransactionId('demo-cl', readIdempotencyKey(bare)),
    );
  });

  it.each([
    '"',
    '""',
    '"k-1',
    'k-1"',
    '""k-1""',
    '"k"1"',
    String.raw`"k-1\"`,
    String.raw`"k\1"`,
    String.raw`"\"k-1\""`,
    '"k-1";a=b',
    '"k-1"; a=b',
    '"k-1", "k-1"',
    '"k-1","k-2"',
    '"k 1"',
    '" "',
    `"${'x'.repeat(256)}"`,
  ])('a key in quotes that could be read in two ways: %s is refused', (key) => {
    expect(readProblemCode(() => readIdempotencyKey(key))).toBe('idempotency-key-invalid');
  });

  it('a key in quotes, whatever its characters: it is the bare key, and so is the key quoted once more refused', () => {
    const visible = fc.stringMatching(/^[\x21-\x7e]{1,40}$/).filter((text) => !/^"|"$/.test(text));
    fc.assert(
      fc.property(visible, (bare) => {
        const quoted = `"${bare.replace(/["\\]/g, String.raw`\$&`)}"`;
        expect(readIdempotencyKey(quoted)).toBe(readIdempotencyKey(bare));
        expect(readProblemCode(() => readIdempotencyKey(`"${quoted}"`))).toBe('idempotency-key-invalid');
      }),
    );
  });

  it('a missing key and a wrong key: different faults', () => {
    expect(readProblemCode(() => readIdempotencyKey(undefined))).toBe('idempotency-key-missing');
  });
});

describe('the transaction id', () => {
  const key = fc
    .stringMatching(/^[\x21-\x7e]{1,40}$/)
    .filter((text) => !/^"|"$/.test(text))
    .map((text) => readIdempotencyKey(text));
  const merchant = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);

  it('is one of ours, and the same for the same merchant and key', () => {
    fc.assert(
      fc.property(merchant, key, (who, what) => {
        const id = deriveTransactionId(who, what);
        expect(parseTransactionId(id)).toBe(id);
        expect(deriveTransactionId(who, what)).toBe(id);
      }),
    );
  });

  it('differs as soon as merchant or key does, wherever one ends and the other begins', () => {
    fc.assert(
      fc.property(fc.tuple(merchant, key), fc.tuple(merchant, key), (one, other) => {
        fc.pre(one.join(' ') !== other.join(' '));
        const [[who, what], [otherOne, otherKey]] = [one, other];
        expect(deriveTransactionId(...one)).not.toBe(deriveTransactionId(...other));
        if (who !== otherOne)
          expect(deriveTransactionId(who, what)).not.toBe(deriveTransactionId(otherOne, what));
        if (what !== otherKey)
          expect(deriveTransactionId(who, what)).not.toBe(deriveTransactionId(who, otherKey));
      }),
    );
    expect(deriveTransactionId('ab', readIdempotencyKey('c'))).not.toBe(
      deriveTransactionId('a', readIdempotencyKey('bc')),
    );
  });

  it('two releases: the same id, because another one would forget every key in use', () => {
    expect(deriveTransactionId('demo-cl', readIdempotencyKey('order-1'))).toBe('tx_JptqSXOp24z5tLYViSA');
  });
});

describe('same body', () => {
  it('spacing and order of fields do not matter, at any depth', () => {
    const one = JSON.parse('{"b":1,"a":{"y":[1,{"q":1,"p":2}],"x":null}}');
    const other = JSON.parse(' { "a" : { "x" : null, "y" : [1.0, {"p":2,"q":1e0}] }, "b":1 } ');
    expect(hashRequest(one, 'k')).toBe(hashRequest(other, 'k'));
  });

  it.each([
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['{"a":1}', '{"a":1,"b":null}'],
    ['{"__proto__":{"a":1}}', '{}'],
    ['{"a":{}}', '{"a":[]}'],
  ])('%s is not %s', (one, other) => {
    expect(hashRequest(JSON.parse(one), 'k')).not.toBe(hashRequest(JSON.parse(other), 'k'));
  });

  it('the canonical text says the same as the JSON it came from', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(toCanonicalJson(JSON.parse(text)))).toEqual(
          JSON.parse(JSON.stringify(JSON.parse(text))),
        );
      }),
    );
  });
});

describe('Prefer: wait', () => {
  it.each<[string, number]>([
    ['wait=20', 20],
    ['wait=0', 0],
    ['WAIT=5', 5],
    ['wait="7"', 7],
    ['respond-async, wait=10', 10],
    ['wait = 10; foo=bar', 10],
    ['wait=1, wait=2', 1],
    ['wait=330', 330],
  ])('%s waits %d seconds', (header, seconds) => {
    expect(readWait(header)).toEqual({ seconds, cut: false });
  });

  it.each(['wait', 'wait=', 'wait=-1', 'wait=1.5', 'wait=soon', 'return=minimal', '', 'await=3', ','])(
    '"%s" is ignored',
    (header) => {
      expect(readWait(header)).toEqual({ cut: false });
    },
  );

  it('a wait above 330 seconds is cut, and says so', () => {
    expect(readWait('wait=331')).toEqual({ seconds: 330, cut: true });
    expect(readWait('wait=999999999')).toEqual({ seconds: 330, cut: true });
  });

  it('without it a caller is kept for the dispatch alone, ten seconds at most', () => {
    const wait = createWaitUntil({ cut: false }, 1_000_000);
    expect(wait.forFinal).toBe(false);
    expect(wait.deadlineMs).toBeLessThanOrEqual(1_010_000);
    expect(createWaitUntil({ seconds: 20, cut: false }, 1_000_000)).toEqual({
      deadlineMs: 1_020_000,
      forFinal: true,
    });
  });
});
