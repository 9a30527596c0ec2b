import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callbackTokens } from '../../src/getnet/callback-token.js';
import type { CustomId } from '../../src/domain/ids.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';
import { cardNumber, writtenCardNumber } from './cards.js';

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
    expect(redactor.redactText(text)).not.toContain(secret);
    expect(redactor.redactText(text)).toContain('[redacted]');
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
    expect(redactor.redactText(text)).toBe(text);
  });

  it('a text is huge: it is cut, and a secret at the cut is not shown in part', () => {
    const text = redactor.redactText(`${'x'.repeat(15_990)} ${JWT} ${'x'.repeat(2_000_000)}`);
    expect(text.length).toBeLessThan(17_000);
    expect(text).not.toContain(JWT.slice(0, 12));
    expect(text).toMatch(/\(of 20\d{5} characters\)$/);
  });
});

describe('card numbers', () => {
  it('a card number is written in any grouping, between any words: it is masked', () => {
    const word = fc.string({ maxLength: 20 }).map((text) => text.replace(/[\d]/g, '#'));
    const around = fc.tuple(word, writtenCardNumber, word);
    fc.assert(
      fc.property(around, ([before, { text, digits }, after]) => {
        const masked = redactor.redactText(`${before}|${text}|${after}`);
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
        writtenCardNumber,
        fc.array(group, { maxLength: 4 }),
        (...[before, card, after]) => {
          const masked = redactor.redactText([...before, card.text, ...after].join(' '));
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
        expect(redactor.redactText(other)).toBe(other);
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
          expect(redactor.redactText(text)).toBe(text);
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
    expect(redactor.redactText(text)).toContain('[tax id]');
    expect(redactor.redactText(text)).not.toMatch(/\d{3}/);
  });

  it.each([
    'RUT 11.111.111-2',
    'order 20260115-0001',
    'run 11111111-1111-4111-8111-111111111111',
    'tx_0000000000011111111-1',
    'at 11.111.111-10',
    'amount 11.111.111',
  ])('%j is no tax id: it stays', (text) => {
    expect(redactor.redactText(text)).toBe(text);
  });
});
