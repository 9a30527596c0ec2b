import { describe, expect, it } from '@jest/globals';
import type { Account, Login } from '../../src/getnet/login.js';
import { judgeLogin } from '../../src/getnet/login.js';
import { createTokens } from '../../src/getnet/tokens.js';
import { buildLoginForm } from '../../src/getnet/wire/login.js';
import { fixture } from './support/fixtures.js';

const account: Account = { merchant: 'demo-cl', country: 'CL', timeoutMs: 1_000 };
const other: Account = { ...account, merchant: 'demo-ar' };

/** Logins that are answered when the test says so. */
function createTokenCache(validForMs = 1_000) {
  const waiting: ((login: Login) => void)[] = [];
  let logins = 0;
  let now = 0;
  const pauses: number[] = [];
  const logIn = () => {
    logins += 1;
    return new Promise<Login>((resolve) => waiting.push(resolve));
  };
  return {
    tokens: createTokens({
      logIn,
      keyFor: ({ merchant }) => merchant,
      clock: { monotonic: () => now },
      pause: (milliseconds) => Promise.resolve(pauses.push(milliseconds)),
    }),
    pauses,
    logins: () => logins,
    pass: (milliseconds: number) => (now += milliseconds),
    answer: (token: string) => waiting.shift()?.({ kind: 'token', token, validForMs }),
    fail: () => waiting.shift()?.({ kind: 'unreachable', cause: 'ECONNREFUSED' }),
  };
}

const token = (login: Login) => (login.kind === 'token' ? login.token : login.kind);

describe('tokens', () => {
  it('many at once and no token: one login serves them all', async () => {
    const { tokens, answer, logins } = createTokenCache();
    const asked = [
      tokens.getUsable(account),
      tokens.getUsable(account),
      tokens.renewRefused(account, 'old'),
      tokens.getUsable(account),
    ];
    answer('t1');
    expect((await Promise.all(asked)).map(token)).toEqual(['t1', 't1', 't1', 't1']);
    expect(logins()).toBe(1);
  });

  it('a known token: no login until a margin before its end', async () => {
    const { tokens, answer, logins, pass } = createTokenCache();
    const first = tokens.getUsable(account);
    answer('t1');
    await first;
    pass(899);
    expect(token(await tokens.getUsable(account))).toBe('t1');
    expect(logins()).toBe(1);
    pass(1);
    const second = tokens.getUsable(account);
    answer('t2');
    expect(token(await second)).toBe('t2');
    expect(logins()).toBe(2);
  });

  it('several are refused the same token: one login; a late one gets its token without another', async () => {
    const { tokens, answer, logins } = createTokenCache();
    const first = tokens.getUsable(account);
    answer('t1');
    await first;
    const refused = [tokens.renewRefused(account, 't1'), tokens.renewRefused(account, 't1')];
    answer('t2');
    expect((await Promise.all(refused)).map(token)).toEqual(['t2', 't2']);
    expect(token(await tokens.renewRefused(account, 't1'))).toBe('t2');
    expect(logins()).toBe(2);
  });

  it('a login fails: those who waited hear of it, the next one tries again', async () => {
    const { tokens, answer, fail, logins } = createTokenCache();
    const asked = [tokens.getUsable(account), tokens.getUsable(account)];
    fail();
    expect((await Promise.all(asked)).map(token)).toEqual(['unreachable', 'unreachable']);
    const next = tokens.getUsable(account);
    answer('t1');
    expect(token(await next)).toBe('t1');
    expect(logins()).toBe(2);
  });

  it('two merchants: a token each', async () => {
    const { tokens, answer } = createTokenCache();
    const both = [tokens.getUsable(account), tokens.getUsable(other)];
    answer('cl');
    answer('ar');
    expect((await Promise.all(both)).map(token)).toEqual(['cl', 'ar']);
  });
});

describe('a login is read as', () => {
  const secrets = { clientId: 'demo-client', clientSecret: 'demo-secret' };
  const answered = (status: number, body: string): Login =>
    judgeLogin({ reached: 'yes', status, body, afterMs: 1 }, secrets);

  it('documented: a token for its time', () => {
    expect(answered(200, fixture('replies/auth-ok.json'))).toEqual({
      kind: 'token',
      token: 'eyJ.demo.token',
      validForMs: 86_400_000,
    });
    expect(buildLoginForm(secrets)).toBe(fixture('requests/auth.form.txt'));
  });

  it('refused as documented: refused, with what Getnet said', () => {
    expect(answered(200, fixture('replies/auth-error.json'))).toEqual({
      kind: 'refused',
      reason: 'unauthorized',
      message: 'login refused: <detail text>',
    });
  });

  it('a refusal that repeats the secret: without it', () => {
    const login = answered(200, '{"code":0,"message":"bad secret demo-secret for demo-client"}');
    expect(login).toMatchObject({ message: 'login refused: bad secret (secret) for (client id)' });
  });

  it.each<{ status: number; body: string; kind: Login['kind']; reason?: string }>([
    { status: 401, body: '', kind: 'refused', reason: 'unauthorized' },
    { status: 403, body: fixture('malformed/http-403-waf.txt'), kind: 'refused', reason: 'forbidden' },
    { status: 429, body: '', kind: 'refused', reason: 'rate_limited' },
    { status: 500, body: '', kind: 'unclear' },
    { status: 302, body: '', kind: 'unclear' },
    { status: 200, body: fixture('malformed/http-200-html.txt'), kind: 'unclear' },
    { status: 200, body: '{"code":1,"data":{"token":""}}', kind: 'unclear' },
    { status: 200, body: '{"code":1,"data":{"token":"two\\nlines"}}', kind: 'unclear' },
    { status: 500, body: fixture('replies/auth-ok.json'), kind: 'unclear' },
  ])('HTTP $status $body: $kind', ({ status, body, kind, reason }) => {
    expect(answered(status, body)).toMatchObject(reason === undefined ? { kind } : { kind, reason });
  });

  it('never connected: unreachable; connected and unanswered: unclear', () => {
    expect(judgeLogin({ reached: 'no', cause: 'ECONNREFUSED' }, secrets).kind).toBe('unreachable');
    expect(judgeLogin({ reached: 'maybe', cause: 'reset' }, secrets).kind).toBe('unclear');
  });
});
