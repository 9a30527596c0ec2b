import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { findClosedPort } from './support/closed-port.js';
import {
  buildCallbackBody,
  buildCallbackPath,
  buildExpiredPath,
  buildForgedPath,
} from './support/callbacks.js';
import { runApi, buildSaleBody } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

const CUSTOM_ID = 'tx_0123456789abcdefghi';
const signatureKey = Buffer.alloc(32, 3);
let api: RunningApi;

beforeAll(async () => {
  api = await runApi({
    TEMPORAL_ADDRESS: `127.0.0.1:${await findClosedPort()}`,
    RATE_LIMIT: '1000',
    CALLBACK_SIGNATURE_HEADER: 'x-getnet-signature',
    CALLBACK_SIGNATURE_KEY: signatureKey.toString('base64'),
  });
});
afterAll(() => api.close());

const buildProblem = (code: string, status: number) => ({
  status,
  body: { code, status, type: `/problems/${code}` },
});

describe('the API key', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['nobody', {}],
    ['a stranger', { authorization: 'Bearer nobody-knows-me' }],
    ['another scheme', { authorization: `Basic ${keys.chile}` }],
    ['a bare key', { authorization: keys.chile }],
    ['an empty key', { authorization: 'Bearer ' }],
  ])('%s is refused, body unread', async (_, headers) => {
    const reply = await api.ask('/v1/transactions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{bad',
    });
    expect(reply).toMatchObject(buildProblem('unauthorized', 401));
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    '/v1/terminals',
    '/%76%31/terminals',
    '/v1/transactions/tx_0123456789abcdefghi',
    '/v1/nowhere',
    '/v1',
  ])('%s takes a key however it is spelt', async (path) =>
    expect(await api.ask(path)).toMatchObject(buildProblem('unauthorized', 401)),
  );

  it('a key for reading does not start anything', async () => {
    expect(await api.start(buildSaleBody('cl-1'), { as: keys.chileSupport })).toMatchObject(
      buildProblem('forbidden', 403),
    );
  });

  it('addresses and methods that do not exist are refused', async () => {
    expect(await api.get('/v1/nowhere')).toMatchObject(buildProblem('not-found', 404));
    expect(await api.ask('/nowhere')).toMatchObject(buildProblem('not-found', 404));
    const deleted = await api.ask('/health/live', { method: 'DELETE' });
    expect(deleted).toMatchObject(buildProblem('method-not-allowed', 405));
    expect(await api.ask('/%zz')).toMatchObject(buildProblem('not-found', 404));
  });
});

describe('the body', () => {
  it.each([
    ['cut off', '{"type":"sale"'],
    ['nothing', ''],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['two values', '{} {}'],
  ])('a body that is no JSON: %s', async (_, body) => {
    const headers = {
      authorization: `Bearer ${keys.chile}`,
      'content-type': 'application/json',
      'idempotency-key': 'a',
    };
    const reply = await api.ask('/v1/transactions', { method: 'POST', headers, body });
    expect(reply).toMatchObject(buildProblem('malformed-json', 400));
  });

  it('a body that is not declared as JSON', async () => {
    const reply = await api.start(buildSaleBody('cl-1'), { headers: { 'content-type': 'text/plain' } });
    expect(reply).toMatchObject(buildProblem('unsupported-media-type', 415));
  });

  it('JSON in UTF-8 may say so', async () => {
    const reply = await api.start({}, { headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(reply).toMatchObject(buildProblem('invalid-request', 422));
  });

  it('a body of more than 64 kB', async () => {
    const reply = await api.start(buildSaleBody('cl-1', { reference: 'r'.repeat(64_000) }));
    expect(reply).toMatchObject(buildProblem('body-too-large', 413));
    expect(reply.body.detail).toContain('64 kB');
  });

  it.each([
    ['idempotency-key-missing', undefined],
    ['idempotency-key-invalid', 'has spaces in it'],
    ['idempotency-key-invalid', 'x'.repeat(256)],
  ])('%s', async (code, key) => {
    const headers = {
      authorization: `Bearer ${keys.chile}`,
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    };
    const reply = await api.ask('/v1/transactions', {
      method: 'POST',
      headers,
      body: JSON.stringify(buildSaleBody('cl-1')),
    });
    expect(reply).toMatchObject(buildProblem(code, 400));
  });

  it('a body with faults is refused with all of them, while Temporal is away too', async () => {
    const reply = await api.start({
      type: 'sale',
      terminalId: 1,
      amount: { value: -1, currency: 'CLP' },
      more: 1,
    });
    expect(reply).toMatchObject(buildProblem('invalid-request', 422));
    expect(reply.body.errors?.map(({ field }) => field)).toEqual(['terminalId', 'amount.value', 'more']);
  });

  it('every answer is a problem that says whether money moved and what to do', async () => {
    const reply = await api.start({});
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(reply.body).toMatchObject({
      title: expect.any(String),
      detail: expect.any(String),
      moneyMoved: 'unknown',
      retry: 'same_key',
    });
    expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('Temporal is away', () => {
  const unavailable = { ...buildProblem('orchestrator-unavailable', 503) };

  it('a start is never taken: the same key may be repeated, and money is unknown', async () => {
    const reply = await api.start(buildSaleBody('cl-1'), { prefer: 'wait=60' });
    expect(reply).toMatchObject(unavailable);
    expect(reply.body).toMatchObject({ moneyMoved: 'unknown', retry: 'same_key' });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it.each(['/v1/transactions/tx_0123456789abcdefghi', '/v1/terminals', '/v1/terminals/cl-1'])(
    'GET %s: 503',
    async (path) => {
      expect(await api.get(path, { prefer: 'wait=60' })).toMatchObject(unavailable);
    },
  );

  it('a callback is refused, so that the sender may try again', async () => {
    const body = buildCallbackBody(0);
    const signature = createHmac('sha256', signatureKey).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-getnet-signature': signature };
    expect(await api.ask(buildCallbackPath(CUSTOM_ID), { method: 'POST', headers, body })).toMatchObject(
      unavailable,
    );
  });

  it('the process lives but is not ready, and says why', async () => {
    expect(await api.ask('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    const ready = await api.ask('/health/ready');
    expect(ready).toMatchObject({
      status: 503,
      body: { status: 'unavailable', checks: [{ name: 'temporal', ok: false }] },
    });
  });
});

describe('a callback with a wrong address or body', () => {
  const json = { 'content-type': 'application/json' };

  it.each<[string, string, RequestInit]>([
    ['nonsense for a token', '/webhooks/getnet/nonsense', { headers: json, body: buildCallbackBody(0) }],
    ['a forged token', buildForgedPath(CUSTOM_ID), { headers: json, body: buildCallbackBody(0) }],
    ['an expired token', buildExpiredPath(CUSTOM_ID), { headers: json, body: buildCallbackBody(0) }],
    [
      'a forged token with too much',
      buildForgedPath(CUSTOM_ID),
      { headers: json, body: 'x'.repeat(1_000_001) },
    ],
    ['a forged token with no JSON', buildForgedPath(CUSTOM_ID), { headers: json, body: '{bad' }],
    [
      'a forged token with text',
      buildForgedPath(CUSTOM_ID),
      { headers: { 'content-type': 'text/plain' }, body: 'x' },
    ],
    ['a token that cannot be read', '/webhooks/getnet/%zz', { headers: json, body: '{}' }],
    ['a very long token', `/webhooks/getnet/${'a'.repeat(3_000)}`, { headers: json, body: '{}' }],
    ['a token with more after it', `${buildCallbackPath(CUSTOM_ID)}x`, { headers: json, body: '{}' }],
  ])('%s: one fixed answer', async (_, path, init) => {
    const reply = await api.ask(path, { method: 'POST', ...init });
    expect(reply.status).toBe(404);
    expect(reply.body).toEqual((await api.ask('/nowhere')).body);
  });

  it.each<[string, number, RequestInit]>([
    ['body-too-large', 413, { headers: json, body: `"${'x'.repeat(1_000_000)}"` }],
    ['unauthorized', 401, { headers: json, body: buildCallbackBody(0) }],
    [
      'unauthorized',
      401,
      { headers: { ...json, 'x-getnet-signature': 'deadbeef' }, body: buildCallbackBody(0) },
    ],
  ])('with a good token: %s, %d', async (code, status, init) => {
    expect(await api.ask(buildCallbackPath(CUSTOM_ID), { method: 'POST', ...init })).toMatchObject(
      buildProblem(code, status),
    );
  });

  it('neither its token nor an API key is in any log line', async () => {
    const path = buildCallbackPath(CUSTOM_ID);
    await api.ask(path, { method: 'POST', headers: json, body: buildCallbackBody(0) });
    await api.ask(buildForgedPath(CUSTOM_ID), { method: 'POST' });
    const [, , , token = ''] = path.split('/');
    const log = api.lines.join('');
    expect(log).toContain(CUSTOM_ID);
    for (const secret of [token, token.split('.').at(-1) ?? '', ...Object.values(keys)])
      expect(log).not.toContain(secret);
  });
});

it('a log line of a request carries its id, which the caller may choose', async () => {
  const reply = await api.start({}, { headers: { 'x-request-id': 'till-7.42' } });
  expect(reply.headers.get('x-request-id')).toBe('till-7.42');
  const line = api.lines.map((text) => JSON.parse(text)).find(({ requestId }) => requestId === 'till-7.42');
  expect(line).toMatchObject({
    route: '/v1/transactions',
    method: 'POST',
    status: 422,
    transactionId: expect.stringMatching(/^tx_/),
  });
});
