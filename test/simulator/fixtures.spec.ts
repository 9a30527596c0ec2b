import { describe, expect, it } from '@jest/globals';
import type { Answer, Json } from './till.js';
import { fixture, headers, describeShape } from './till.js';
import type { Case } from './documented-till.js';
import { customer, expectSame, openDocumentedTill, send, till } from './documented-till.js';

openDocumentedTill();

describe('every documented sale is taken', () => {
  const requests = [
    'ar-sale-card-async',
    'ar-sale-card-sync',
    'ar-sale-card-async-idsucursal-string',
    'ar-sale-qr-async',
    'ar-sale-qr-sync',
    'cl-sale-sync',
    'cl-sale-async',
    'cl-sale-sync-strings',
    'cl-sale-sync-food-benefit',
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
    expect(describeShape(await login('wrong'))).toEqual(describeShape(fixture('replies/auth-error.json')));
  });
});
