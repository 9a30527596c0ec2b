import { describe, expect, it } from '@jest/globals';
import { judgeCancelReply } from '../../src/getnet/mapping/cancel-outcome.js';
import { judgeReply } from '../../src/getnet/mapping/dispatch-outcome.js';
import { classifyServerError, isRefusal, isUnauthorized } from '../../src/getnet/mapping/server-error.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { command } from './support/any-answer.js';

const answer = (body: object | string, status = 200) =>
  readAnswer(status, typeof body === 'string' ? body : JSON.stringify(body));
const result = (fields: object) => ({ code: 1, data: { response: fields } });

describe('the reply to a cancel request', () => {
  const cancelled = (body: object | string, status?: number) => judgeCancelReply(answer(body, status));

  it.each([
    ['accepted', { code: 1 }],
    ['in process', { code: 2 }],
    ['the terminal says 0', result({ responseCode: 0 })],
  ])('%s: taken', (_, body) => {
    expect(cancelled(body)).toEqual({ kind: 'taken' });
  });

  it.each<[string, object | string, number, string]>([
    ['refused in words', { code: 0, message: 'KEYPOS NOT FOUND' }, 200, 'KEYPOS NOT FOUND'],
    ['refused by its status, with a text', { code: 0, message: 'NO ACCESS' }, 403, 'NO ACCESS'],
    ['refused by its status alone', '<html>', 401, 'HTTP 401: no readable body'],
    ['too many requests', '', 429, 'HTTP 429: no readable body'],
    [
      'the terminal declines',
      result({ responseCode: 12, responseMessage: 'NOTHING RUNS' }),
      200,
      'code 12 NOTHING RUNS',
    ],
    ['the terminal declines without a word', result({ responseCode: 12 }), 200, 'code 12'],
  ])('%s: declined, and why', (_, body, ...[status, cause]) => {
    expect(cancelled(body, status)).toEqual({ kind: 'declined', cause });
  });

  it.each<[string, object | string, number, string]>([
    ['an error that is no refusal', { code: 0, message: 'TIMEOUT' }, 200, 'error: TIMEOUT'],
    ['a page', '<html>', 200, 'HTTP 200: no readable body'],
    ['a gateway without an answer', '', 504, 'HTTP 504: a gateway got no answer from Getnet in time'],
    ['accepted on another status', { code: 1 }, 202, 'HTTP 202'],
    ['a code nobody knows', { code: 3 }, 200, 'code 3'],
    [
      'a result whose code cannot be read',
      result({ responseCode: 'x' }),
      200,
      'terminal result without a code',
    ],
  ])('%s: unknown, and why', (_, body, ...[status, cause]) => {
    expect(cancelled(body, status)).toEqual({ kind: 'unknown', cause });
  });
});

describe('the reply to a command', () => {
  const judged = (body: object | string, status?: number) => judgeReply(answer(body, status), command);
  const approved = { responseCode: 0, functionCode: 100, amount: 5_990 };

  it.each<[string, object | string, number, string]>([
    ['accepted on another status', { code: 1 }, 202, 'HTTP 202'],
    ['a code nobody knows', { code: 3 }, 200, 'code 3'],
    [
      'a code nobody knows, with an approval',
      { ...result({ ...approved, authorizationCode: '1' }), code: 3 },
      200,
      'code 3',
    ],
    ['an error in doubt', { code: 0, message: 'TIMEOUT' }, 200, 'error: TIMEOUT'],
    ['accepted without a number', { code: 1 }, 200, 'accepted, without an idPosTxs'],
    ['approved without a code', result(approved), 200, 'approved, without an authorisation code'],
    ['another sale', { code: 1, customId: 'tx_other' }, 200, 'the reply names another customId'],
    [
      'another amount and function code',
      result({ ...approved, functionCode: 102, amount: 1, authorizationCode: '1' }),
      200,
      'the reply names another functionCode and amount',
    ],
  ])('%s: unknown, and why', (_, body, ...[status, cause]) => {
    expect(judged(body, status)).toEqual({ kind: 'unknown', cause });
  });

  it('a refusal: its reason and its text', () => {
    expect(judged({ code: 0, message: 'KEYPOS NOT FOUND' })).toEqual({
      kind: 'refused',
      reason: 'terminal_unknown',
      message: 'KEYPOS NOT FOUND',
    });
  });

  it('a refusal by its status alone: its reason, and no text', () => {
    expect(Object.keys(judged('<html>', 401))).toEqual(['kind', 'reason']);
  });

  it.each<[string, object]>([
    ['accepted', { code: 1, message: '' }],
    ['a result of the terminal', { code: 0, message: '', data: { response: { responseCode: 0 } } }],
    ['a number', { code: 0, message: '', idPosTxs: 900_001 }],
  ])('HTTP 403 with %s: something may run', (_, body) => {
    expect(judged(body, 403).kind).toBe('unknown');
  });

  it('HTTP 403 with a refusal in words that speaks of the service: refused', () => {
    expect(judged({ code: 0, message: 'C2C SERVICE IS NOT RESPONDING' }, 403).kind).toBe('refused');
  });

  it('HTTP 403 with a text too long to be read: refused', () => {
    expect(judged({ code: 0, message: 'A '.repeat(5_000) }, 403).kind).toBe('refused');
  });

  it('the cautious read *offline* as unknown, and every other refusal as one', () => {
    const cautious = { ...command, offlineMeans: 'unknown' as const };
    const kindOf = (message: string) => judgeReply(answer({ code: 0, message }), cautious).kind;
    expect(kindOf('C2C SERVICE IS NOT RESPONDING')).toBe('unknown');
    expect(kindOf('KEYPOS NOT FOUND')).toBe('refused');
  });
});

describe('an error of Getnet', () => {
  it.each([
    ['TIMEOUT', 'in_doubt'],
    ['SOMETHING ELSE', 'other'],
    ['A '.repeat(5_000), 'other'],
    ['ID NOT FOUND', 'id_not_found'],
  ])('%s: %s', (message, kind) => {
    expect(classifyServerError(message)).toEqual({ kind });
  });

  it.each<[string, object | string, number, boolean]>([
    ['HTTP 401', '', 401, true],
    ['the word, as an error', { code: 0, message: 'UNAUTHORIZED' }, 200, true],
    ['the word, as an acknowledgement', { code: 1, message: 'UNAUTHORIZED' }, 200, false],
    ['another refusal', { code: 0, message: 'KEYPOS NOT FOUND' }, 200, false],
    ['an error that refuses nothing', { code: 0, message: 'SOMETHING ELSE' }, 200, false],
    ['a page', '<html>', 200, false],
  ])('%s: the token was refused: %s %s %s', (_, body, ...[status, was]) => {
    expect(isUnauthorized(answer(body, status))).toBe(was);
  });

  it.each<[string, object | string, number, boolean]>([
    ['HTTP 401', '', 401, true],
    ['HTTP 403', '', 403, true],
    ['HTTP 429', '', 429, true],
    ['HTTP 500', '', 500, false],
    ['a refusal in words', { code: 0, message: 'KEYPOS NOT FOUND' }, 200, true],
    ['the words of a refusal, as an acknowledgement', { code: 1, message: 'KEYPOS NOT FOUND' }, 200, false],
    ['an error in doubt', { code: 0, message: 'TIMEOUT' }, 200, false],
  ])('%s: the query was refused: %s %s %s', (_, body, ...[status, was]) => {
    expect(isRefusal(answer(body, status))).toBe(was);
  });
});
