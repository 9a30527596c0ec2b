import { describe, expect, it } from '@jest/globals';
import { buildArgentineSale, buildPolicy } from './support/accepted.js';
import {
  approved,
  client,
  getnet,
  openGetnetForEach,
  question,
  result,
  unauthorized,
} from './support/client-of-fake.js';

openGetnetForEach();

describe('asking for the status', () => {
  it('GET by the number, with headers and without a body', async () => {
    getnet.script(approved);
    expect((await client().status(question())).verdict).toMatchObject({
      kind: 'approved',
      idPosTxs: '900002',
    });
    expect(getnet.commands()[0]).toMatchObject({
      method: 'GET',
      path: '/api/postxs/900002',
      body: '',
      headers: { authorization: 'Bearer token-1', env: 'uat', country: 'cl', app: 'posintegrado' },
    });
  });

  it('an amount in pesos is compared in pesos', async () => {
    const response = { functionCode: 100, code: 0, authorizationCode: '067890', amount: 1200 };
    getnet.script({ code: 1, data: response }, { code: 1, data: { ...response, amount: 120_000 } });
    const one = client();
    expect((await one.status(question({ accepted: buildArgentineSale() }))).verdict.kind).toBe('approved');
    expect((await one.status(question({ accepted: buildArgentineSale() }))).verdict).toEqual({
      kind: 'contradiction',
      fields: ['amount'],
    });
  });

  it('an id from a callback whose answer does not name us: a contradiction', async () => {
    getnet.script({ code: 1, data: { idPosTxs: 900002, response: result } });
    expect((await client().status(question({ idFromCallback: true }))).verdict.kind).toBe('contradiction');
  });

  it('the token is refused: one fresh login, then the answer', async () => {
    getnet.script([401, ''], approved);
    expect((await client().status(question())).verdict.kind).toBe('approved');
    expect(getnet.logins()).toBe(2);
  });

  it('the token is refused again and again: silent, which says nothing about the command', async () => {
    getnet.script(...Array.from({ length: 20 }, () => unauthorized));
    expect((await client().status(question())).verdict.kind).toBe('silent');
    expect(getnet.commands()).toHaveLength(7);
  });

  it.each([
    ['7', 7_000],
    ['999999', 600_000],
    ['soon', undefined],
  ])('too many requests, Retry-After: %s', async (header, milliseconds) => {
    getnet.script([429, '', { 'retry-after': header }]);
    const answer = await client().status(question());
    expect(answer.verdict.kind).toBe('silent');
    expect(answer.retryAfterMs).toBe(milliseconds);
  });

  it('no answer in time: silent within the limit for the whole query', async () => {
    getnet.script(() => undefined);
    const answer = await client().status(
      question({ policy: buildPolicy({ limits: { getnetTimeout: 100 } }) }),
    );
    expect(answer.verdict.kind).toBe('silent');
  });

  it('no login: silent', async () => {
    getnet.scriptLogin([503, '']);
    expect((await client().status(question())).verdict).toMatchObject({ kind: 'silent' });
    expect(getnet.commands()).toHaveLength(0);
  });
});
