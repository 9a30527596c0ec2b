import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Json, Listener, Till } from './till.js';
import { eventually, fixture, headers, openListener, openTill, outline } from './till.js';

let till: Till;
let listener: Listener;

beforeAll(async () => {
  till = await openTill();
  listener = await openListener();
});
afterAll(async () => {
  await listener.close();
  await till.simulator.stop();
});
afterEach(async () => {
  await till.control('POST', '/reset');
  listener.received.splice(0);
});

interface Case {
  readonly request: string;
  readonly shape?: string;
  readonly language?: string;
  readonly script?: Json;
}

const countryOf = (request: string): 'cl' | 'ar' => (request.startsWith('ar-') ? 'ar' : 'cl');

// The Argentine fixtures name a serial number of their own.
async function terminalFor({ request, shape, language }: Case): Promise<void> {
  const { idTerminal, idSucursal, serialNumber } = fixture(`requests/${request}.json`);
  const country = countryOf(request).toUpperCase();
  const manner = { ...(shape ? { shape } : {}), ...(language ? { language } : {}) };
  await till.control('POST', '/terminals', { country, idTerminal, idSucursal, serialNumber, ...manner });
}

async function send(told: Case): Promise<Answer> {
  await terminalFor(told);
  await till.script({ callback: { lost: true }, ...told.script });
  const country = countryOf(told.request);
  return till.call('POST', 'sale', fixture(`requests/${told.request}.json`), { country });
}

async function status(told: Case): Promise<Answer> {
  const ack = await send(told);
  const id = String(ack.body.data?.idPosTxs);
  return eventually(async () => {
    const answer = await till.call('GET', id, undefined, { country: countryOf(told.request) });
    return answer.body.code === 2 ? undefined : answer;
  });
}

async function callback(told: Case): Promise<Json> {
  await send({
    ...told,
    script: { ...told.script, callback: { url: listener.url, ...(told.script?.callback as Json) } },
  });
  return eventually(() => listener.received[0]?.body);
}

const customer = (action: string): Json => ({ customer: { action } });
const expectSame = (body: Json, file: string): void => {
  expect(outline(body)).toEqual(outline(fixture(file)));
  const { code, status: state, message } = fixture(file);
  expect(body).toMatchObject({ code, status: state, message });
};

describe('every documented sale is taken', () => {
  const requests = [
    ...[
      'ar-sale-card-async',
      'ar-sale-card-sync',
      'ar-sale-card-async-idsucursal-string',
      'ar-sale-qr-async',
    ],
    ...[
      'ar-sale-qr-sync',
      'cl-sale-sync',
      'cl-sale-async',
      'cl-sale-sync-strings',
      'cl-sale-sync-food-benefit',
    ],
  ];
  it.each(requests)('%s is carried out', async (request) => {
    const answer = await send({ request });
    expect(answer.body.code).toBe(1);
    const device = (await till.ledger()).device;
    expect(device[0]).toMatchObject({ what: 'started', mode: request.includes('async') ? 'async' : 'sync' });
  });
});

describe('a sale is answered as documented', () => {
  const sync: [string, Case][] = [
    ['replies/cl-sale-approved-shape-a.json', { request: 'cl-sale-sync' }],
    ['replies/cl-sale-approved-shape-a-finished-en.json', { request: 'cl-sale-sync', language: 'en' }],
    [
      'replies/cl-sale-declined-generic-shape-a.json',
      { request: 'cl-sale-sync', script: customer('decline') },
    ],
    [
      'replies/cl-sale-timed-out-1006-shape-a.json',
      { request: 'cl-sale-sync', script: customer('walk_away') },
    ],
    ['replies/ar-sale-approved-shape-a.json', { request: 'ar-sale-card-sync', shape: 'A' }],
    ['replies/ar-qr-approved-shape-c-minimal.json', { request: 'ar-sale-qr-sync', shape: 'C_minimal' }],
    [
      'replies/sync-reply-id-only.json',
      { request: 'cl-sale-sync', language: 'en', script: { answer: { idOnly: true } } },
    ],
    ['replies/error-timeout-5m-en.json', { request: 'ar-sale-card-sync', script: customer('freeze') }],
    ['replies/error-timeout-5m-es.json', { request: 'cl-sale-sync', script: customer('freeze') }],
    ['odd/ack-without-id.json', { request: 'ar-sale-card-async', script: { answer: { id: 'none' } } }],
    [
      'odd/ack-idpostxs-as-string.json',
      { request: 'ar-sale-card-async', script: { answer: { id: 'string' } } },
    ],
    [
      'odd/ack-idpostxs-top-level.json',
      { request: 'ar-sale-card-async', script: { answer: { id: 'top_level' } } },
    ],
    [
      'odd/idpostxs-lower-case-key.json',
      { request: 'cl-sale-sync', script: { answer: { id: 'lower_case' } } },
    ],
    ['odd/idpostxs-as-string.json', { request: 'cl-sale-sync', script: { answer: { id: 'string' } } }],
    ['odd/final-without-idpostxs.json', { request: 'cl-sale-sync', script: { answer: { id: 'none' } } }],
    [
      'odd/terminal-code-string-00.json',
      { request: 'cl-sale-sync', script: { customer: { says: { responseCode: '00' } } } },
    ],
    [
      'odd/terminal-code-missing.json',
      { request: 'cl-sale-sync', script: { customer: { says: { responseCode: null } } } },
    ],
    [
      'odd/approved-without-authorization-code.json',
      { request: 'cl-sale-sync', script: { customer: { says: { authorizationCode: null } } } },
    ],
    [
      'odd/approved-empty-authorization-code.json',
      { request: 'cl-sale-sync', script: { customer: { says: { authorizationCode: '' } } } },
    ],
    ['replies/ack-sent-es.json', { request: 'cl-sale-async' }],
    ['replies/ack-sent-en.json', { request: 'cl-sale-async', language: 'en' }],
    ['replies/ar-ack-sent-en.json', { request: 'ar-sale-card-async' }],
    ['replies/ar-qr-ack-sent-en.json', { request: 'ar-sale-qr-async' }],
    [
      'odd/timeout-90s-with-id.json',
      {
        request: 'cl-sale-sync',
        language: 'en',
        script: {
          answer: { timeoutText: 'with_id' },
          customer: { action: 'approve', after: '400ms' },
        },
      },
    ],
    [
      'replies/error-timeout-90s-es.json',
      {
        request: 'cl-sale-sync',
        script: { answer: { timeoutText: 'plain' }, customer: { action: 'approve', after: '400ms' } },
      },
    ],
  ];
  it.each(sync)('%s', async (file, told) => {
    const answer = await send(told);
    expect(answer).toMatchObject({ status: 200, contentType: 'application/json' });
    expectSame(answer.body, file);
  });

  it('approved and timed out: exactly the values of the fixture, but for ids, times and authorisation', async () => {
    const free = ['idPosTxs', 'accountingDate', 'realDate', 'transToken', 'authorizationCode', 'operationId'];
    const fixed = (body: Json): unknown =>
      JSON.parse(JSON.stringify(body, (name, value: unknown) => (free.includes(name) ? undefined : value)));
    const approved = await send({ request: 'cl-sale-sync' });
    expect(fixed(approved.body)).toEqual(fixed(fixture('replies/cl-sale-approved-shape-a.json')));
    const left = await send({ request: 'cl-sale-sync', script: customer('walk_away') });
    expect(fixed(left.body)).toEqual(fixed(fixture('replies/cl-sale-timed-out-1006-shape-a.json')));
  });
});

describe('a status query is answered as documented', () => {
  const told: [string, Case][] = [
    ['replies/status-approved-cl-shape-a.json', { request: 'cl-sale-async' }],
    [
      'replies/status-timed-out-1006-cl-shape-a.json',
      { request: 'cl-sale-async', script: customer('walk_away') },
    ],
    [
      'replies/status-timed-out-1006-cl-shape-a.json',
      { request: 'cl-sale-async', script: customer('freeze') },
    ],
    ['replies/ar-sale-approved-shape-b.json', { request: 'ar-sale-card-async' }],
    [
      'replies/ar-sale-declined-generic-shape-b.json',
      { request: 'ar-sale-card-async', script: customer('decline') },
    ],
    ['replies/ar-qr-approved-shape-c.json', { request: 'ar-sale-qr-async' }],
    [
      'replies/ar-qr-declined-generic-shape-c.json',
      { request: 'ar-sale-qr-async', script: customer('decline') },
    ],
    [
      'replies/status-id-not-found-en.json',
      { request: 'ar-sale-card-async', script: { status: [{ reply: 'not_found' }] } },
    ],
    [
      'replies/status-id-not-found-es.json',
      { request: 'cl-sale-async', script: { status: [{ reply: 'not_found' }] } },
    ],
  ];
  it.each(told)('%s', async (file, one) => {
    const answer = await status(one);
    expect(answer.status).toBe(200);
    expectSame(answer.body, file);
  });

  it('shape A in Argentina: at least what the fixture shows', async () => {
    const answer = await status({ request: 'ar-sale-card-async', shape: 'A' });
    expect(outline(answer.body)).toMatchObject(
      outline(fixture('replies/status-approved-ar-shape-a.json')) as Json,
    );
  });

  it.each([
    ['cl', 'cl-sale-async', 'replies/status-in-process-es.json'],
    ['ar', 'ar-sale-card-async', 'replies/status-in-process-en.json'],
  ])('still running in %s: in process', async (country, request, file) => {
    const ack = await send({ request, script: customer('freeze') });
    const answer = await till.call('GET', String(ack.body.data?.idPosTxs), undefined, { country });
    expect(answer.body).toEqual(fixture(file));
  });

  it.each([
    ['cl', 'replies/status-id-not-found-es.json'],
    ['ar', 'replies/status-id-not-found-en.json'],
  ])('an id that never was, in %s: not found', async (country, file) => {
    expect((await till.call('GET', '999999', undefined, { country })).body).toEqual(fixture(file));
  });
});

describe('a callback is as documented', () => {
  const card = 'ar-sale-card-async';
  const qr = 'ar-sale-qr-async';
  const told: [string, Case][] = [
    ['webhooks/cl-approved-shape-a.json', { request: 'cl-sale-async' }],
    ['webhooks/cl-declined-shape-a.json', { request: 'cl-sale-async', script: customer('decline') }],
    ['webhooks/cl-timed-out-shape-a.json', { request: 'cl-sale-async', script: customer('walk_away') }],
    ['webhooks/ar-approved-shape-b.json', { request: card }],
    ['webhooks/ar-declined-shape-b.json', { request: card, script: customer('decline') }],
    ['webhooks/ar-timed-out-shape-b.json', { request: card, script: customer('walk_away') }],
    ['webhooks/ar-qr-approved-shape-c.json', { request: qr }],
    ['webhooks/ar-qr-declined-shape-c.json', { request: qr, script: customer('decline') }],
    ['webhooks/ar-qr-timed-out-shape-c.json', { request: qr, script: customer('walk_away') }],
    ['webhooks/server-timeout-5m.json', { request: card, script: customer('freeze') }],
    [
      'webhooks/ar-approved-shape-b-without-id.json',
      { request: card, script: { callback: { lie: { without: ['idPosTxs', 'customId'] } } } },
    ],
  ];
  it.each(told)('%s', async (file, one) => {
    expectSame(await callback(one), file);
  });
});

describe('get_transaction asks the terminal', () => {
  it.each(['cl-get-transaction', 'cl-get-transaction-command-100'])(
    '%s: the result as in the fixture',
    async (file) => {
      const ack = await send({ request: 'cl-sale-sync' });
      const body = { ...fixture(`requests/${file}.json`), idPosTxs: ack.body.data?.idPosTxs };
      expectSame(
        (await till.call('POST', 'get_transaction', body)).body,
        'replies/get-transaction-approved-cl.json',
      );
    },
  );

  it('terminal busy, offline or without such a result: refused', async () => {
    const ask = async (idPosTxs: unknown): Promise<unknown> => {
      const body = { ...fixture('requests/cl-get-transaction.json'), idPosTxs };
      return (await till.call('POST', 'get_transaction', body)).body.message;
    };
    const done = await send({ request: 'cl-sale-sync' });
    expect(await ask(1)).toBe('ID NO ENCONTRADO');
    await till.control('PATCH', '/terminals/SN0000000001', { offline: true });
    expect(await ask(done.body.data?.idPosTxs)).toBe('SERVICIO C2C NO RESPONDE');
    await till.control('PATCH', '/terminals/SN0000000001', { offline: false, busyFor: '1m' });
    expect(await ask(done.body.data?.idPosTxs)).toBe('OPERACION EN CURSO (15s)');
  });

  it('deviceStatus planned: told before the truth', async () => {
    const ack = await send({
      request: 'cl-sale-sync',
      script: { deviceStatus: [{ reply: 'offline' }, { reply: 'wrong_id' }] },
    });
    const body = { ...fixture('requests/cl-get-transaction.json'), idPosTxs: ack.body.data?.idPosTxs };
    const ask = async (): Promise<Answer> => till.call('POST', 'get_transaction', body);
    expect((await ask()).body.message).toBe('SERVICIO C2C NO RESPONDE');
    expectSame((await ask()).body, 'odd/approved-idpostxs-mismatch.json');
    expect((await ask()).body.data?.idPosTxs).toBe(ack.body.data?.idPosTxs);
  });
});

describe('a refusal has the words of the catalogue', () => {
  const refusals: [string, string, string, string?][] = [
    ['keypos', 'error-keypos-not-found-en', 'en'],
    ['keypos', 'error-keypos-not-found-es', 'es'],
    ['keypos', 'error-keypos-not-found-es-accented', 'es-accented'],
    ['busy_15s', 'error-operation-in-progress-15s-en', 'en'],
    ['busy_15s', 'error-operation-in-progress-15s-es', 'es'],
    ['busy_15s', 'error-operation-in-progress-15s-es-accented', 'es-accented'],
    ['busy_5m', 'error-operation-in-progress-5m-en', 'en'],
    ['busy_5m', 'error-operation-in-progress-5m-es', 'es'],
    ['busy_5m', 'error-operation-in-progress-5m-es-accented', 'es-accented'],
    ['offline', 'error-c2c-not-responding-en', 'en'],
    ['offline', 'error-c2c-not-responding-es', 'es'],
    ['timeout_90s', 'error-timeout-90s-en', 'en'],
    ['timeout_5m', 'error-timeout-5m-es', 'es'],
    ['unauthorized', 'error-unauthorized', 'es'],
    ['unrecognised', 'error-unrecognised', 'es'],
  ];
  it.each(refusals)('%s: %s', async (refusal, file, language) => {
    const answer = await send({ request: 'cl-sale-sync', language, script: { refusal } });
    expect(answer).toMatchObject({ status: 200, body: fixture(`replies/${file}.json`) });
    expect((await till.ledger()).device).toEqual([]);
  });

  it('http_401: the text with the status', async () => {
    const answer = await send({ request: 'cl-sale-sync', script: { refusal: 'http_401' } });
    expect(answer).toMatchObject({ status: 401, body: fixture('replies/error-unauthorized-http-401.json') });
  });

  it('login accepted and refused: as the fixtures', async () => {
    const login = async (secret: string): Promise<Answer['body']> => {
      const body = new URLSearchParams({ clientId: 'demo-ar', clientSecret: secret }).toString();
      const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers('ar') };
      return (await till.call('POST', 'auth', body, form)).body;
    };
    expectSame(await login('demo-ar-secret'), 'replies/auth-ok.json');
    expect(outline(await login('wrong'))).toEqual(outline(fixture('replies/auth-error.json')));
  });
});
