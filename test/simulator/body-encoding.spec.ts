import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as http from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import { encodingSteps } from '../../src/simulator/http/body-encoding.js';
import type { Json, Listener, Till } from './till.js';
import { clTerminal, eventually, headers, openListener, openTill, longTimes } from './till.js';

let till: Till;
let listener: Listener;
let token: string;
beforeAll(async () => {
  till = await openTill(longTimes);
  listener = await openListener();
  token = await till.login();
});
afterAll(async () => {
  await listener.close();
  await till.simulator.stop();
});
afterEach(async () => {
  await till.control('POST', '/reset');
  listener.received.splice(0);
});

interface Raw {
  readonly contentType: string | undefined;
  readonly encoding: string | undefined;
  readonly bytes: Buffer;
}

/** What really comes over the wire; fetch would decode it. */
function raw(method: string, path: string, body?: Json): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers('cl'), authorization: `Bearer ${token}` }, agent: false };
    const request = http.request(`${till.simulator.baseUrl}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { 'content-type': contentType, 'content-encoding': encoding } = response.headers;
        resolve({ contentType, encoding, bytes: Buffer.concat(chunks) });
      });
    });
    request.on('error', reject).end(body && JSON.stringify(body));
  });
}

const accented = 'Aprobación';
const says = { customer: { says: { responseMessage: accented } } };
const sell = (fields: Json = {}): Promise<Raw> =>
  raw('POST', 'sale', {
    ...clTerminal,
    command: 100,
    amount: 5990,
    saleType: 0,
    customId: 'ORD-1',
    ...fields,
  });

/** Takes each dress off again; every word must be here. */
const decoders: Record<string, (got: Raw) => unknown> = {
  json_in_string: ({ bytes }) => JSON.parse(JSON.parse(bytes.toString()) as string),
  latin1: ({ bytes }) => {
    expect(bytes.includes(Buffer.from([0xf3]))).toBe(true);
    return JSON.parse(bytes.toString('latin1'));
  },
  bom: ({ bytes }) => {
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    return JSON.parse(bytes.subarray(3).toString());
  },
  gzip: ({ bytes, encoding }) => {
    expect(encoding).toBe('gzip');
    return JSON.parse(gunzipSync(bytes).toString());
  },
  deflate: ({ bytes, encoding }) => {
    expect(encoding).toBe('deflate');
    return JSON.parse(inflateSync(bytes).toString());
  },
};
const expected = { code: 1, data: { customId: 'ORD-1', response: { responseMessage: accented } } };

describe('replies and callbacks in other encodings', () => {
  it('every word is shown here', () => {
    expect(Object.keys(decoders).sort()).toEqual([...encodingSteps].sort());
  });

  it.each([...encodingSteps])('%s: a sync result, a status query and get_transaction', async (word) => {
    const dress = [word];
    const step = [{ dress, times: 'always' }];
    await till.script({ ...says, answer: { dress }, status: step, deviceStatus: step });
    expect(decoders[word]?.(await sell())).toMatchObject(expected);
    const id = String((await till.truth('ORD-1')).idPosTxs);
    expect(decoders[word]?.(await raw('GET', id))).toMatchObject(expected);
    const asked = { ...clTerminal, command: 99, idPosTxs: Number(id) };
    expect(decoders[word]?.(await raw('POST', 'get_transaction', asked))).toMatchObject(expected);
  });

  it.each([...encodingSteps])('%s: a callback, and one by hand', async (word) => {
    await till.script({ ...says, callback: { dress: [word] } });
    await sell({ webhook: listener.url });
    const first = await eventually(() => listener.received[0]);
    expect(decoders[word]?.(first)).toMatchObject(expected);
    await till.control('POST', '/callbacks/ORD-1', { dress: [word] });
    expect(listener.received[1]?.bytes).toEqual(first.bytes);
  });

  it('a refusal and a changed result: encoded too', async () => {
    await till.script({ refusal: { reply: 'busy_15s', dress: ['bom', 'gzip'] } });
    const { bytes } = await sell();
    expect(JSON.parse(gunzipSync(bytes).subarray(3).toString())).toMatchObject({ code: 0 });
    await till.script({ ...says, status: [{ reply: 'other_amount', dress: ['latin1'] }] });
    await sell();
    const got = await raw('GET', String((await till.truth('ORD-1')).idPosTxs));
    expect(decoders['latin1']?.(got)).toMatchObject({ data: { response: { amount: 59_900 } } });
  });

  it.each(['text/plain', 'application/json, charset=utf-8', 'application/json; charset=iso-8859-1'])(
    'content type %s: on answer, status query and callback',
    async (contentType) => {
      const dressed = { dress: [], contentType };
      await till.script({ answer: dressed, callback: dressed, status: [dressed] });
      const ack = await sell({ webhook: listener.url });
      await eventually(() => listener.received[0]);
      const status = await raw('GET', String((await till.truth('ORD-1')).idPosTxs));
      expect([ack, status, listener.received[0]].map((one) => one?.contentType)).toEqual(
        Array(3).fill(contentType),
      );
      expect(JSON.parse(status.bytes.toString())).toMatchObject({ code: 1 });
    },
  );

  it('the whole cloud: logins too, until a reset', async () => {
    await till.control('PATCH', '/cloud', { dress: ['gzip'] });
    const form = new URLSearchParams({ clientId: 'demo-cl', clientSecret: 'demo-cl-secret' });
    const login = await fetch(`${till.simulator.baseUrl}auth`, { method: 'POST', body: form });
    expect(login.headers.get('content-encoding')).toBe('gzip');
    expect((await sell()).encoding).toBe('gzip');
    await till.control('POST', '/reset');
    expect((await sell()).encoding).toBeUndefined();
  });
});

describe('several callbacks for one outcome', () => {
  const start = (callback: Json): Promise<unknown> =>
    till.script({ callback, customer: { action: 'freeze' } }).then(() => sell({ webhook: listener.url }));
  const received = (count: number): Promise<unknown> =>
    eventually(() => (listener.received.length >= count ? true : undefined));

  it.each([
    [false, 1],
    [true, 13],
  ])('thirteen notices before the true one, different %s', async (different, bodies) => {
    await start({ progress: { times: 13, different } });
    await received(13);
    const { idPosTxs } = await till.truth('ORD-1');
    expect(new Set(listener.received.map(({ text }) => text)).size).toBe(bodies);
    expect(listener.received[12]?.body).toMatchObject({
      code: 2,
      data: { customId: 'ORD-1', idPosTxs: Number(idPosTxs) },
    });
    await till.control('POST', '/operations/ORD-1', { action: 'approve' });
    await received(14);
    expect(listener.received[13]?.body).toMatchObject({ code: 1, data: { response: { responseCode: 0 } } });
  });

  it('notices with a body of their own, and the true one lost: the notices alone', async () => {
    await start({ progress: { times: 2, every: '5ms', body: { step: 'card read' } }, lost: true });
    await received(2);
    await till.control('POST', '/operations/ORD-1', { action: 'approve' });
    await till.untilSettled('ORD-1');
    expect(listener.received.map(({ text }) => text)).toEqual(Array(2).fill('{"step":"card read"}'));
  });

  it.each(['/', '?x=1', '//'])('the address with %s behind it', async (suffix) => {
    await till.script({ callback: { suffix } });
    await sell({ webhook: listener.url });
    const { path } = await eventually(() => listener.received[0]);
    expect(path).toBe(`/webhooks/getnet/secret-token${suffix}`);
  });

  it.each(['close', 'details'])('a report of 500 sales: %s', async (path) => {
    await till.script({ saleDetails: 500 }, { command: path });
    const command = path === 'close' ? 103 : 105;
    await raw('POST', path, { ...clTerminal, command, customId: 'REP-1', webhook: listener.url });
    const { body, text } = await eventually(() => listener.received[0]);
    const { saleDetails } = (body.data as { response: { saleDetails: Json[] } }).response;
    expect(new Set(saleDetails.map(({ operationId }) => operationId)).size).toBe(500);
    expect(text.length).toBeGreaterThan(64 * 1024);
  });
});
