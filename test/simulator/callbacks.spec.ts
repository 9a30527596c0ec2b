import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Listener, Till } from './till.js';
import { eventually, openListener, openTill, longTimes } from './till.js';

let till: Till;
let listener: Listener;
beforeAll(async () => {
  till = await openTill(longTimes);
  listener = await openListener();
});
afterAll(async () => {
  await listener.close();
  await till.simulator.stop();
});
afterEach(async () => {
  await till.control('POST', '/reset');
  listener.received.splice(0);
  listener.statuses.splice(0);
});

const sell = async (callback: Json = {}, more: Json = {}): Promise<void> => {
  await till.script({ callback, ...more });
  await till.sale({ customId: 'ORD-1', webhook: listener.url });
  await till.untilSettled('ORD-1');
};
const received = (count: number): Promise<Listener['received']> =>
  eventually(() => (listener.received.length >= count ? listener.received : undefined));
const tried = (count: number): Promise<Json[]> =>
  eventually(async () => {
    const { callbacks } = await till.ledger('?customId=ORD-1');
    return callbacks.length >= count ? callbacks : undefined;
  });

describe('after an async sale', () => {
  it('one callback with the outcome, as JSON; the ledger has its status and not its address', async () => {
    await sell();
    const [callback] = await received(1);
    expect(callback).toMatchObject({
      contentType: 'application/json',
      body: { code: 1, data: { customId: 'ORD-1' } },
    });
    expect(await tried(1)).toMatchObject([{ attempt: 1, status: 200, serialNumber: 'SN0000000001' }]);
    expect(JSON.stringify(await till.ledger())).not.toContain('secret-token');
    expect((await till.control('GET', '/operations')).text).not.toContain('secret-token');
  });

  it('refused by the listener: not tried again by itself', async () => {
    listener.statuses.push(503);
    await sell();
    expect(await tried(1)).toMatchObject([{ attempt: 1, status: 503 }]);
    await till.control('POST', '/callbacks/ORD-1', {});
    expect(listener.received).toHaveLength(2);
  });

  it('retries scripted: until it is taken', async () => {
    listener.statuses.push(503, 500, 200, 200);
    await sell({ retries: 5, retryAfter: '5ms' });
    expect(await tried(3)).toMatchObject([{ status: 503 }, { status: 500 }, { status: 200 }]);
    await till.control('POST', '/callbacks/ORD-1', {});
    expect(listener.received).toHaveLength(4);
  });

  it('doubled: sent twice although taken', async () => {
    await sell({ times: 2 });
    expect((await received(2)).map(({ text }) => text)).toEqual([
      listener.received[0]?.text,
      listener.received[0]?.text,
    ]);
  });

  it('late: after the delay', async () => {
    await sell({ delay: '150ms' });
    const { finishedAt } = ((await till.control('GET', '/operations')).body.items as Json[])[0] ?? {};
    const [callback] = await tried(1);
    expect(Date.parse(String(callback?.at)) - Date.parse(String(finishedAt))).toBeGreaterThanOrEqual(145);
  });

  it('lost: none is tried, until one is sent by hand', async () => {
    await sell({ lost: true });
    expect((await till.ledger()).callbacks).toEqual([]);
    const sent = await till.control('POST', '/callbacks/ORD-1', {});
    expect(sent.body).toEqual({ deliveries: [{ status: 200 }] });
    expect(listener.received).toHaveLength(1);
  });

  it('nobody listens: the error code is kept', async () => {
    await sell({ url: 'http://127.0.0.1:9/webhooks/getnet/other' });
    expect(await tried(1)).toMatchObject([{ error: 'ECONNREFUSED' }]);
    expect(listener.received).toEqual([]);
  });

  it('sync sale: no callback', async () => {
    await till.sale({ customId: 'ORD-1' });
    expect((await till.ledger()).callbacks).toEqual([]);
    const refused = await till.control('POST', '/callbacks/ORD-1', {});
    expect(refused).toMatchObject({ status: 409, body: { errors: [expect.stringContaining('give url')] } });
  });
});

describe('a callback with a false claim', () => {
  const lies: [string, Json, Json, unknown][] = [
    ['declined although approved', { outcome: 'declined' }, { response: { responseCode: 9001 } }, 'approved'],
    ['another id', { idPosTxs: 1 }, { idPosTxs: 1 }, 'approved'],
    ['another customId', { customId: 'ORD-9' }, { customId: 'ORD-9' }, 'approved'],
    ['another amount', { amount: 1 }, { response: { amount: 1 } }, 'approved'],
  ];
  it.each(lies)('%s: called back so, the real outcome is unchanged', async (...[, lie, data, state]) => {
    await sell({ lie });
    expect((await received(1))[0]?.body).toMatchObject({ data });
    expect(await till.truth('ORD-1')).toMatchObject({ state });
  });

  it('approved although declined: with an authorisation code, and nothing was charged', async () => {
    await sell({ lie: { outcome: 'approved' } }, { customer: { action: 'decline' } });
    const { response } = (await received(1))[0]?.body.data as { response: Json };
    expect(response).toMatchObject({ responseCode: 0, authorizationCode: expect.stringMatching(/^\d{6}$/) });
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'declined', charges: 0 });
  });

  it('a body of its own: sent as it is', async () => {
    await sell({ body: '<html>', contentType: 'text/html' });
    expect((await received(1))[0]).toMatchObject({ contentType: 'text/html', text: '<html>' });
  });
});

describe('a callback by hand', () => {
  it('with lie, forged address, times and delay: sent so, each status answered', async () => {
    await sell({ lost: true });
    const forged = listener.url.replace('secret-token', 'forged');
    listener.statuses.push(404, 200);
    const sent = await till.control('POST', '/callbacks/ORD-1', {
      lie: { outcome: 'declined' },
      url: forged,
      times: 2,
      delay: '5ms',
    });
    expect(sent.body).toEqual({ deliveries: [{ status: 404 }, { status: 200 }] });
    expect(listener.received[1]?.body).toMatchObject({ data: { response: { responseCode: 9001 } } });
    expect(await tried(2)).toMatchObject([
      { attempt: 1, status: 404 },
      { attempt: 2, status: 200 },
    ]);
  });

  it('operation named by its idPosTxs: the same one', async () => {
    await sell({ lost: true });
    const { idPosTxs } = await till.truth('ORD-1');
    await till.control('POST', `/callbacks/${String(idPosTxs)}`, {});
    expect(listener.received[0]?.body).toMatchObject({ data: { customId: 'ORD-1' } });
  });

  it('operation unknown or still running: refused with the reason', async () => {
    expect((await till.control('POST', '/callbacks/ORD-9', {})).status).toBe(404);
    await till.script({ customer: { action: 'freeze' } });
    await till.sale({ customId: 'ORD-1', webhook: listener.url });
    const early = await till.control('POST', '/callbacks/ORD-1', {});
    expect(early).toMatchObject({ status: 409, body: { errors: [expect.stringContaining('still runs')] } });
    const forged = await till.control('POST', '/callbacks/ORD-1', { body: { code: 1 } });
    expect(forged.body).toEqual({ deliveries: [{ status: 200 }] });
  });
});
