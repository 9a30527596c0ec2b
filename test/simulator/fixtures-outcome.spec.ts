import { describe, expect, it } from '@jest/globals';
import type { Answer, Json } from './till.js';
import { fixture, describeShape } from './till.js';
import type { Case } from './documented-till.js';
import { callback, customer, expectSame, openDocumentedTill, send, status, till } from './documented-till.js';

openDocumentedTill();

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
    expect(describeShape(answer.body)).toMatchObject(
      describeShape(fixture('replies/status-approved-ar-shape-a.json')) as Json,
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
