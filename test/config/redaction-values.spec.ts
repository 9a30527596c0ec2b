import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CustomId } from '../../src/domain/ids.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';

const CUSTOM_ID = 'tx_3kTabcdefghijklmnop' as CustomId;
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzaG9wIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const redactor = createRedactor();
const shown = (value: unknown): string => JSON.stringify(redactor.value(value));

describe('values', () => {
  it.each([
    'bin',
    'expiryDate',
    'clientSecret',
    'client_secret',
    'token',
    'access_token',
    'authorization',
    'Authorization',
    'x-api-key',
    'apiKey',
    'password',
    'set-cookie',
    'CALLBACK_KEYS',
    'CALLBACK_SIGNATURE_KEY',
    'last4Digits',
  ])('a field at any depth is named %s: its value is not shown', (name) => {
    expect(shown({ a: [{ b: new Map([['c', { [name]: 'canary', other: 'seen' }]]) }] })).toMatch(
      /^(?!.*canary).*seen/,
    );
    expect(shown({ [name]: { deeper: 'canary' } })).not.toContain('canary');
  });

  it("Getnet's number happens to pass for a card's: under its own name it stays, under another it does not", () => {
    const fields = { idPosTxs: '4111111111111111', deeper: { idPosTxs: 4111111111111111 } };
    expect(redactor.value(fields)).toEqual(fields);
    expect(redactor.value({ id: '4111111111111111', idPosTxs: 'of 4111111111111111' })).toEqual({
      id: '[card]',
      idPosTxs: 'of [card]',
    });
  });

  it('a field is named like an outcome: it stays', () => {
    const fields = {
      authorizationCode: '012345',
      terminal: 'till',
      binding: 1,
      responseCode: 0,
      card: { last4: '1234' },
    };
    expect(redactor.value(fields)).toEqual(fields);
  });

  it('an error carries a secret in message, stack, cause and fields: none shows it', () => {
    const cause = new AggregateError([new Error(`inner ${JWT}`)], 'several');
    const error = Object.assign(new Error(`Bearer ${JWT}`, { cause }), {
      code: 'ECONNRESET',
      clientSecret: 'canary',
    });
    expect(shown({ error })).not.toMatch(/eyJ|canary/);
    expect(shown({ error })).toContain('ECONNRESET');
    expect(shown({ error })).toContain('several');
  });

  it('a value is anything at all: it becomes JSON and nothing throws', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withSparseArray: true,
      withObjectString: true,
    });
    fc.assert(fc.property(anything, (value) => expect(() => JSON.parse(shown(value))).not.toThrow()));
  });

  it('a value turns in circles, throws when read or never ends: it ends in a note', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const hostile = {
      get broken(): never {
        throw new Error('no');
      },
    };
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    const angry = {
      toJSON: () => {
        throw new Error('no');
      },
    };
    expect(shown({ hostile, proxy, angry })).toBe(
      '{"hostile":"[unreadable]","proxy":"[unreadable]","angry":"[unreadable]"}',
    );
    expect(shown({ circle, hostile, proxy, angry, many: new Array(5_000).fill(1) }).length).toBeLessThan(
      2_000,
    );
  });
});

describe('secrets that were learned', () => {
  const secret = fc
    .string({ minLength: 6, maxLength: 60 })
    .filter((text) => text.trim().length >= 6 && !'[redacted]'.includes(text));

  it('a secret stands anywhere in any value, in any of its spellings: it is not shown', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (canary, before, after) => {
        const knowing = createRedactor();
        knowing.addSecrets(canary);
        const form = new URLSearchParams({ clientId: 'a', other: canary }).toString();
        const value = {
          text: before + canary + after,
          list: [{ [canary]: canary }],
          form,
          json: JSON.stringify({ a: canary }),
        };
        const line = JSON.stringify(knowing.value(value));
        expect(line).not.toContain(JSON.stringify(canary).slice(1, -1));
        expect(line).not.toContain(form.split('other=')[1]);
      }),
    );
  });

  it('thousands of tokens were learned since: the secrets of the start are still hidden, and so is the last token', () => {
    const knowing = createRedactor(['permanent-secret']);
    for (let count = 0; count < 6_000; count += 500) {
      knowing.addSecrets(...Array.from({ length: 500 }, (_, index) => `token-${count + index}-x`));
    }
    expect(knowing.redactText('permanent-secret token-5999-x')).toBe('[redacted] [redacted]');
  });

  it('one secret begins like another: the longer one leaves no rest', () => {
    const knowing = createRedactor(['secret-1', 'secret-12345']);
    expect(knowing.redactText('secret-12345,secret-1')).toBe('[redacted],[redacted]');
  });

  it('a secret is too short to be one: ordinary words stay', () => {
    expect(createRedactor(['ok', '', '   ']).redactText('ok   then')).toBe('ok   then');
  });
});

describe('cost', () => {
  it.each([
    ['digits one by one', '4 '],
    ['times one by one', '1 '],
    ['digits without end', '4'],
    ['groups of a card', '4111-'],
    ['beginnings of tokens', 'eyJ'],
    ['dots and beginnings of tokens', 'eyJ.a.'],
    ['beginnings of callback tokens', 'v1.a.'],
    ['names of secrets', '"token": "\\'],
    ['names of headers', 'authorization: '],
    ['bearers', 'bearer '],
    ['spaces', ' '],
    ['a Getnet number that never comes', `idPosTxs${' '.repeat(30_000)}`],
    ['letters of a hash', 'abcdef0'],
    ['Getnet numbers', 'idPosTxs '],
    ['parts of addresses', '/webhooks/getnet/'],
  ])('a hostile text is made of %s: it takes less than a fifth of a second', (_what, piece) => {
    const knowing = createRedactor(['4111-4111-secret', 'eyJeyJ-secret']);
    const text = piece.repeat(Math.ceil(20_000 / piece.length));
    const started = performance.now();
    for (let round = 0; round < 5; round += 1) knowing.redactText(text);
    expect((performance.now() - started) / 5).toBeLessThan(200);
  });

  it('ordinary lines are written by the thousand: hundreds of secrets make none of them slow', () => {
    const knowing = createRedactor(Array.from({ length: 500 }, (_, index) => `client-secret-${index}`));
    const fields = {
      customId: CUSTOM_ID,
      transactionId: CUSTOM_ID,
      status: 'in_progress',
      elapsed: 12,
      at: Date.now(),
    };
    const started = performance.now();
    for (let line = 0; line < 2_000; line += 1)
      knowing.value({ ...fields, text: 'the query says: in process' });
    expect((performance.now() - started) / 2_000).toBeLessThan(1);
  });
});
