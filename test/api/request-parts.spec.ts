import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseTransactionId } from '../../src/domain/ids.js';
import { Problem } from '../../src/api/problems/problem.js';
import { createUniqueMoment } from '../../src/api/transactions/accept.js';
import {
  idempotencyKey,
  canonicalJson,
  requestHashOf,
  transactionIdOf,
} from '../../src/api/transactions/idempotency-key.js';
import { waitUntilFor, waitOf } from '../../src/api/http/prefer.js';

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (thrown) {
    return thrown instanceof Problem ? thrown.body.code : String(thrown);
  }
  return 'nothing thrown';
}

describe('the idempotency key', () => {
  it.each(['a', '!', '~', 'x'.repeat(255), '5f0c3c5e-3f0a-4b1e-9d4c-2a7c9d1f6b10'])('%s is taken', (key) => {
    expect(idempotencyKey(key)).toBe(key);
  });

  it.each(['', ' ', 'a b', 'x'.repeat(256), 'ñ', 'a\tb', 'one, two'])('"%s" is refused', (key) => {
    expect(codeOf(() => idempotencyKey(key))).toBe('idempotency-key-invalid');
  });

  it.each([
    ['in the quotes of a structured header', '"k-1"', 'k-1'],
    ['a UUID in quotes', '"5f0c3c5e-3f0a-4b1e-9d4c-2a7c9d1f6b10"', '5f0c3c5e-3f0a-4b1e-9d4c-2a7c9d1f6b10'],
    ['with an escaped quote', String.raw`"a\"b"`, 'a"b'],
    ['with an escaped backslash', String.raw`"a\\b"`, String.raw`a\b`],
    ['as long as a key can be', `"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ])('a key in quotes, %s: one payment with the bare key', (_form, quoted, bare) => {
    expect(idempotencyKey(quoted)).toBe(idempotencyKey(bare));
    expect(transactionIdOf('demo-cl', idempotencyKey(quoted))).toBe(
      transactionIdOf('demo-cl', idempotencyKey(bare)),
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
    expect(codeOf(() => idempotencyKey(key))).toBe('idempotency-key-invalid');
  });

  it('a key in quotes, whatever its characters: it is the bare key, and so is the key quoted once more refused', () => {
    const visible = fc.stringMatching(/^[\x21-\x7e]{1,40}$/).filter((text) => !/^"|"$/.test(text));
    fc.assert(
      fc.property(visible, (bare) => {
        const quoted = `"${bare.replace(/["\\]/g, String.raw`\$&`)}"`;
        expect(idempotencyKey(quoted)).toBe(idempotencyKey(bare));
        expect(codeOf(() => idempotencyKey(`"${quoted}"`))).toBe('idempotency-key-invalid');
      }),
    );
  });

  it('a missing one is told apart from a wrong one', () => {
    expect(codeOf(() => idempotencyKey(undefined))).toBe('idempotency-key-missing');
  });
});

describe('the transaction id', () => {
  const key = fc
    .stringMatching(/^[\x21-\x7e]{1,40}$/)
    .filter((text) => !/^"|"$/.test(text))
    .map((text) => idempotencyKey(text));
  const merchant = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);

  it('is one of ours, and the same for the same merchant and key', () => {
    fc.assert(
      fc.property(merchant, key, (who, what) => {
        const id = transactionIdOf(who, what);
        expect(parseTransactionId(id)).toBe(id);
        expect(transactionIdOf(who, what)).toBe(id);
      }),
    );
  });

  it('differs as soon as merchant or key does, wherever one ends and the other begins', () => {
    fc.assert(
      fc.property(fc.tuple(merchant, key), fc.tuple(merchant, key), (one, other) => {
        fc.pre(one.join(' ') !== other.join(' '));
        expect(transactionIdOf(...one)).not.toBe(transactionIdOf(...other));
      }),
    );
    expect(transactionIdOf('ab', idempotencyKey('c'))).not.toBe(transactionIdOf('a', idempotencyKey('bc')));
  });

  it('is wire format: a release that changed it would forget every key in use', () => {
    expect(transactionIdOf('demo-cl', idempotencyKey('order-1'))).toBe('tx_JptqSXOp24z5tLYViSA');
  });
});

describe('same body', () => {
  it('spacing and order of fields do not matter, at any depth', () => {
    const one = JSON.parse('{"b":1,"a":{"y":[1,{"q":1,"p":2}],"x":null}}');
    const other = JSON.parse(' { "a" : { "x" : null, "y" : [1.0, {"p":2,"q":1e0}] }, "b":1 } ');
    expect(requestHashOf(one, 'k')).toBe(requestHashOf(other, 'k'));
  });

  it.each([
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['{"a":1}', '{"a":1,"b":null}'],
    ['{"__proto__":{"a":1}}', '{}'],
    ['{"a":{}}', '{"a":[]}'],
  ])('%s is not %s', (one, other) => {
    expect(requestHashOf(JSON.parse(one), 'k')).not.toBe(requestHashOf(JSON.parse(other), 'k'));
  });

  it('the canonical text says the same as the JSON it came from', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(canonicalJson(JSON.parse(text)))).toEqual(
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
    expect(waitOf(header)).toEqual({ seconds, cut: false });
  });

  it.each(['wait', 'wait=', 'wait=-1', 'wait=1.5', 'wait=soon', 'return=minimal', '', 'await=3', ','])(
    '"%s" is ignored',
    (header) => {
      expect(waitOf(header)).toEqual({ cut: false });
    },
  );

  it('a wait above 330 seconds is cut, and says so', () => {
    expect(waitOf('wait=331')).toEqual({ seconds: 330, cut: true });
    expect(waitOf('wait=999999999')).toEqual({ seconds: 330, cut: true });
  });

  it('without it a caller is kept for the dispatch alone, ten seconds at most', () => {
    const wait = waitUntilFor({ cut: false }, 1_000_000);
    expect(wait.forFinal).toBe(false);
    expect(wait.deadlineMs).toBeLessThanOrEqual(1_010_000);
    expect(waitUntilFor({ seconds: 20, cut: false }, 1_000_000)).toEqual({
      deadlineMs: 1_020_000,
      forFinal: true,
    });
  });
});

it('two moments of acceptance are never the same, so that a replay is told from a start', () => {
  const moments = Array.from({ length: 50 }, () => createUniqueMoment().getTime());
  expect(new Set(moments).size).toBe(50);
  expect(Math.max(...moments) - Date.now()).toBeLessThan(1_000);
});
