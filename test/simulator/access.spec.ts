import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SimulatorOptions } from '../../src/simulator/server.js';
import type { Answer, Till } from './till.js';
import { arTerminal, eventually, headers, openTill } from './till.js';

let till: Till;
const open = async (options: SimulatorOptions = {}): Promise<void> => {
  await till?.simulator.stop();
  till = await openTill(options);
};
beforeEach(() => open());
afterEach(() => till.simulator.stop());

const query = (token: string, extra: Record<string, string> = headers('cl')): Promise<Answer> =>
  till.call('GET', '1', undefined, { authorization: `Bearer ${token}`, ...extra });
const formPost = async (path: string, form: Record<string, string>, extra = {}): Promise<Answer> => {
  const response = await fetch(`${till.simulator.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: extra,
  });
  const text = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    text,
    body: JSON.parse(text),
  };
};
const demo = { clientId: 'demo-cl', clientSecret: 'demo-cl-secret' };

describe('login', () => {
  it('field names and path in any case: a token for 24 hours', async () => {
    const answer = await formPost('/api/PosTxs/Auth', {
      ClientId: demo.clientId,
      CLIENTSECRET: demo.clientSecret,
    });
    expect(answer.body.data).toMatchObject({
      expires_in: 86_400,
      token: expect.stringMatching(/^eyJ.+\..+\..+$/),
    });
  });

  it.each([
    ['secret', { ...demo, clientSecret: 'no' }],
    ['client', { ...demo, clientId: 'nobody' }],
    ['form', {}],
  ])('wrong %s: code 0 and no token', async (_, form) => {
    expect((await formPost('/api/postxs/auth', form)).body).toMatchObject({
      code: 0,
      status: 'ERROR',
      data: null,
    });
  });

  it('client registered later: may log in', async () => {
    const form = { clientId: 'shop', clientSecret: 'a secret' };
    expect((await formPost('/api/postxs/auth', form)).body.code).toBe(0);
    const registered = await till.control('POST', '/clients', form);
    expect(registered).toMatchObject({ status: 201, body: { clientId: 'shop' } });
    expect(registered.text).not.toContain('a secret');
    expect((await formPost('/api/postxs/auth', form)).body.code).toBe(1);
  });

  it.each([
    ['bad_credentials', 200, '"code":0'],
    ['http_500', 500, '"code":0'],
    ['http_403', 403, '<html'],
    [{ text: 'SERVER BUSY' }, 200, 'SERVER BUSY'],
    ['truncated', 200, '{"code":0'],
  ])('scripted %j: the next login fails so, the one after works', async (auth, status, text) => {
    await till.script({ auth }, { clientId: 'demo-cl' });
    const failed = await formPost('/api/postxs/auth', demo).catch((error: SyntaxError) => error);
    if (!(failed instanceof Error))
      expect(failed).toMatchObject({ status, text: expect.stringContaining(text) });
    expect((await formPost('/api/postxs/auth', demo)).body.code).toBe(1);
  });

  it('scripted hang: no answer to the login', async () => {
    await till.script({ auth: 'hang' });
    const signal = AbortSignal.timeout(200);
    const login = fetch(`${till.simulator.baseUrl}auth`, {
      method: 'POST',
      body: new URLSearchParams(demo),
      signal,
    });
    await expect(login).rejects.toThrow(/abort|timeout/i);
  });
});

describe('token', () => {
  it('missing, made up or not a bearer: UNAUTHORIZED', async () => {
    for (const authorization of ['', 'Bearer nonsense', 'Basic abc']) {
      const answer = await till.call('GET', '1', undefined, { authorization });
      expect(answer).toMatchObject({ status: 200, body: { code: 0, message: 'UNAUTHORIZED', data: null } });
    }
  });

  it('life over: UNAUTHORIZED, and a new login helps', async () => {
    await open({ tokenLifeMs: 600 });
    const token = await till.login();
    expect((await query(token)).body.message).toBe('ID NO ENCONTRADO');
    await eventually(async () => ((await query(token)).body.message === 'UNAUTHORIZED' ? true : undefined));
    await eventually(async () =>
      (await query(await till.login())).body.message === 'ID NO ENCONTRADO' ? true : undefined,
    );
  });

  it('second login: the first token stays good', async () => {
    const token = await till.login();
    await till.login();
    expect((await query(token)).body.message).toBe('ID NO ENCONTRADO');
  });

  it('revoked: UNAUTHORIZED for that client only', async () => {
    const [chile, argentina] = [await till.login('demo-cl'), await till.login('demo-ar')];
    expect((await till.control('POST', '/tokens/revoke', { clientId: 'demo-cl' })).body).toEqual({
      revoked: 1,
    });
    expect((await query(chile)).body.message).toBe('UNAUTHORIZED');
    expect((await query(argentina, headers('ar'))).body.message).toBe('ID NOT FOUND');
  });

  it('scripted expiry in a sale: refused, not executed, gone for the next call too', async () => {
    await till.script({ refusal: 'token_expired' });
    const token = await till.login();
    expect((await till.sale()).body.message).toBe('UNAUTHORIZED');
    expect((await query(token)).body.message).toBe('UNAUTHORIZED');
    expect((await till.ledger()).device).toEqual([]);
  });

  it('expired token before a scripted sale: the script waits for the repeated one', async () => {
    await till.script({ customer: { action: 'decline' } });
    await till.login();
    await till.control('POST', '/tokens/revoke');
    expect((await till.sale({ customId: 'ORD-1' })).body.message).toBe('UNAUTHORIZED');
    await till.login();
    await till.sale({ customId: 'ORD-1' });
    expect(await till.truth('ORD-1')).toMatchObject({ received: 2, executed: 1, state: 'declined' });
  });

  it("another merchant's operation: not found", async () => {
    const sold = await till.sale();
    const form = { clientId: 'shop', clientSecret: 's', country: 'CL' };
    await till.control('POST', '/clients', form);
    const other = (await formPost('/api/postxs/auth', form)).body.data?.token;
    const answer = await till.call('GET', String(sold.body.data?.idPosTxs), undefined, {
      authorization: `Bearer ${String(other)}`,
    });
    expect(answer.body.message).toBe('ID NO ENCONTRADO');
  });
});

describe('headers', () => {
  const bare = async (clientId: string): Promise<unknown> => {
    const token = await till.login(clientId);
    const response = await fetch(`${till.simulator.baseUrl}1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await response.json()) as Answer['body']).message;
  };

  it('env, country and app left out: refused in Argentina, tolerated in Chile', async () => {
    expect(await bare('demo-ar')).toMatch(/^INVALID REQUEST: header env is missing/);
    expect(await bare('demo-cl')).toBe('ID NO ENCONTRADO');
  });

  it('required of all, or of none: as the switch says', async () => {
    await open({ requireHeaders: 'none' });
    expect(await bare('demo-ar')).toBe('ID NOT FOUND');
    await open({ requireHeaders: 'all' });
    expect(await bare('demo-cl')).toMatch(/header app is missing/);
  });

  it("another app, or another country than the client's: refused", async () => {
    expect((await till.call('GET', '1', undefined, { app: 'other' })).body.message).toMatch(/app must be/);
    const token = await till.login('demo-ar');
    expect((await query(token, headers('cl'))).body.message).toMatch(/country must be ar/);
  });

  it('login left without them in Argentina: refused', async () => {
    const form = { clientId: 'demo-ar', clientSecret: 'demo-ar-secret' };
    expect((await formPost('/api/postxs/auth', form)).body.code).toBe(0);
    expect((await formPost('/api/postxs/auth', form, headers('ar'))).body.code).toBe(1);
  });

  it('a terminal of the other country: KEYPOS', async () => {
    expect((await till.sale(arTerminal)).body.message).toBe('KEYPOS NO ENCONTRADO');
  });
});
