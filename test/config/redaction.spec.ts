import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callbackTokens } from '../../src/getnet/callback-token.js';
import type { CustomId } from '../../src/domain/ids.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';
import { cardNumber, written } from './cards.js';

const CUSTOM_ID = 'tx_3kTabcdefghijklmnop' as CustomId;
const token = callbackTokens([{ kid: 'k1', key: Buffer.alloc(32, 7) }]).sign(CUSTOM_ID, Date.now() + 1_000);
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzaG9wIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const redactor = createRedactor();
const shown = (value: unknown): string => JSON.stringify(redactor.value(value));

describe('texts', () => {
  it.each([
    ['a callback address', `calling https://pay.example/webhooks/getnet/${token} now`, token],
    ['a callback address inside another', `next=https%3A%2F%2Fx%2Fwebhooks%2Fgetnet%2F${token}`, token],
    ['a callback token alone', `token is ${token}.`, token],
    ['a forged callback token', '/webhooks/getnet/v9.canary-canary?x=canary', 'canary'],
    ['a header', 'authorization: Basic Y2FuYXJ5OmNhbmFyeQ==', 'Y2FuYXJ5OmNhbmFyeQ'],
    ['a header in JSON', '{"Authorization":"Bearer canary-key"}', 'canary-key'],
    ['a header in JSON in JSON', '{"body":"{\\"Authorization\\":\\"canary-key\\"}"}', 'canary-key'],
    ['a bearer', 'sent Bearer canary.key_1 to', 'canary'],
    ['a JWT', `answer ${JWT}, kept`, 'c2lnbmF0dXJl'],
    ['the token of the documentation', 'got eyJ.demo.token', 'demo.token'],
    ['a JWT cut short', `answer ${JWT.slice(0, 30)}`, JWT.slice(4, 30)],
    ['a form', 'clientId=shop&clientSecret=canary%20key&x=1', 'canary'],
    ['JSON of an answer', '{"bin":"41111111","expiryDate": "2912","token":"canary"}', '41111111'],
    ['JSON of an answer cut short', '{"clientSecret":"canary-ke', 'canary'],
    ['JSON in JSON', '"{\\"bin\\":\\"41111111\\"}"', '41111111'],
    ['an inspected object', "{ bin: '41111111', last4Digits: '1234' }", '41111111'],
    ['a number of a card', '{"bin":41111111}', '41111111'],
  ])('%s is in a text: it is taken out', (_what, text, secret) => {
    expect(redactor.text(text)).not.toContain(secret);
    expect(redactor.text(text)).toContain('[redacted]');
  });

  it.each([
    'MERCHANTS_FILE a.json merchants[0].getnet.clientSecret: the environment variable X is not set',
    'authorizationCode 012345, operationId 42, responseCode 0',
    'GET /v1/transactions/tx_3kTabcdefghijklmnop-2?limit=5 answered 200 in 12 ms',
    'terminal/CL/SN0000000001 given to tx_3kTabcdefghijklmnop until 2026-01-15T13:35:41.120Z',
    '{"idPosTxs":"4111111111111111","customId":"tx_4111111111111111111"}',
    'run 41111111-1111-4111-8111-111111111111 of 4a1111111111111111111111111111111111111111111111111111111111111f',
    'amount 999999999, at 1768484241120, lasted 300000 ms',
    'bearer',
  ])('%j holds nothing secret: it stays as it is', (text) => {
    expect(redactor.text(text)).toBe(text);
  });

  it('a text is huge: it is cut, and a secret at the cut is not shown in part', () => {
    const text = redactor.text(`${'x'.repeat(15_990)} ${JWT} ${'x'.repeat(2_000_000)}`);
    expect(text.length).toBeLessThan(17_000);
    expect(text).not.toContain(JWT.slice(0, 12));
    expect(text).toMatch(/\(of 20\d{5} characters\)$/);
  });
});

describe('card numbers', () => {
  it('a card number is written in any grouping, between any words: it is masked', () => {
    const word = fc.string({ maxLength: 20 }).map((text) => text.replace(/[\d]/g, '#'));
    const around = fc.tuple(word, written, word);
    fc.assert(
      fc.property(around, ([before, { text, digits }, after]) => {
        const masked = redactor.text(`${before}|${text}|${after}`);
        expect(masked.replace(/\D/g, '')).not.toContain(digits.slice(0, 12));
        expect(masked).not.toContain(text);
      }),
    );
  });

  it('an amount and other numbers stand next to it: they do not hide it', () => {
    const group = fc.stringMatching(/^\d{1,6}$/);
    fc.assert(
      fc.property(
        fc.array(group, { maxLength: 4 }),
        written,
        fc.array(group, { maxLength: 4 }),
        (...[before, card, after]) => {
          const masked = redactor.text([...before, card.text, ...after].join(' '));
          expect(masked).not.toContain(card.text);
        },
      ),
    );
  });

  it('a card number is a number, a name of a field or a part of a name: it is masked', () => {
    expect(shown({ a: 4111111111111111, b: 4111111111111111n, '4111 1111 1111 1111': 1 })).not.toMatch(
      /4111/,
    );
    expect(shown({ x: 'PAN4111111111111111D2512' })).not.toMatch(/41111/);
  });

  it('digits fail the check: they are no card number, and stay', () => {
    fc.assert(
      fc.property(cardNumber, (digits) => {
        const other = digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);
        expect(redactor.text(other)).toBe(other);
      }),
    );
  });

  it('times, ids and amounts are logged: they stay readable, whatever their digits', () => {
    const time = fc.integer({ min: 1_000_000_000_000, max: 1_999_999_999_999 });
    const id = fc.stringMatching(/^tx_[0-9]{19}(-[2-9])?$/);
    fc.assert(
      fc.property(
        fc.tuple(time, id, fc.uuid(), fc.stringMatching(/^[1-9]\d{0,18}$/)),
        ([at, customId, runId, idPosTxs]) => {
          const fields = { at, iso: new Date(at).toISOString(), customId, runId, idPosTxs };
          expect(redactor.value(fields)).toEqual(fields);
          const text = `${customId} at ${at}: idPosTxs ${idPosTxs}, run ${runId}`;
          expect(redactor.text(text)).toBe(text);
        },
      ),
    );
  });
});

describe('tax ids', () => {
  it.each([
    'RUT 11.111.111-1 of the customer',
    '{"text":"\\n11111111-1"}',
    'for 1.000.005-k,',
    'checked 7654321-6.',
    'the RUT11.111.111\u20101',
  ])('a tax id with its check digit stands in %j: it is masked', (text) => {
    expect(redactor.text(text)).toContain('[tax id]');
    expect(redactor.text(text)).not.toMatch(/\d{3}/);
  });

  it.each([
    'RUT 11.111.111-2',
    'order 20260115-0001',
    'run 11111111-1111-4111-8111-111111111111',
    'tx_0000000000011111111-1',
    'at 11.111.111-10',
    'amount 11.111.111',
  ])('%j is no tax id: it stays', (text) => {
    expect(redactor.text(text)).toBe(text);
  });
});

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
        knowing.learn(canary);
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
      knowing.learn(...Array.from({ length: 500 }, (_, index) => `token-${count + index}-x`));
    }
    expect(knowing.text('permanent-secret token-5999-x')).toBe('[redacted] [redacted]');
  });

  it('one secret begins like another: the longer one leaves no rest', () => {
    const knowing = createRedactor(['secret-1', 'secret-12345']);
    expect(knowing.text('secret-12345,secret-1')).toBe('[redacted],[redacted]');
  });

  it('a secret is too short to be one: ordinary words stay', () => {
    expect(createRedactor(['ok', '', '   ']).text('ok   then')).toBe('ok   then');
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
    for (let round = 0; round < 5; round += 1) knowing.text(text);
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
