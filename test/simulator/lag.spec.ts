import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Json, Listener, Till } from './till.js';
import { clTerminal, eventually, hangs, openListener, openTill, longTimes } from './till.js';

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
  await till.control('DELETE', '/outage');
  listener.received.splice(0);
});

const start = async (script: Json, webhook = true): Promise<string> => {
  await till.script(script);
  const answer = await till.sale({ customId: 'ORD-1', ...(webhook && { webhook: listener.url }) });
  return String(answer.body.data?.idPosTxs);
};
const code = async (id: string): Promise<unknown> => (await till.call('GET', id)).body.code;
const device = (id: string): Promise<Answer> =>
  till.call('POST', 'get_transaction', { ...clTerminal, command: 99, idPosTxs: Number(id) });
const called = (): Promise<unknown> => eventually(() => (listener.received.length > 0 ? true : undefined));
/** The first questions about the only sale. */
const askBoth = (id: string): Promise<boolean[]> =>
  Promise.all([till.call('GET', id), device(id)].map((question) => hangs(till, question, 3)));

describe('the cloud lags behind its callback', () => {
  it.each([
    ['in_process', 2],
    ['not_found', 0],
  ])('%s for three queries after the callback, however many came before', async (reply, lagging) => {
    const id = await start({
      status: [{ reply, after: 'callback', times: 3 }],
      customer: { action: 'freeze' },
    });
    for (let query = 0; query < 5; query += 1) expect(await code(id)).toBe(lagging);
    await till.control('POST', '/operations/ORD-1', { action: 'approve' });
    await called();
    for (let query = 0; query < 3; query += 1) expect(await code(id)).toBe(lagging);
    expect(await code(id)).toBe(1);
  });

  it.each(['in_process', 'not_found'])('%s for a while after the callback', async (reply) => {
    const id = await start({
      status: [{ reply, after: 'callback', for: '200ms' }],
      callback: { held: true },
    });
    const lagging = reply === 'in_process' ? 2 : 0;
    await till.untilSettled('ORD-1');
    expect(await code(id)).toBe(lagging);
    await till.control('POST', '/release/ORD-1', {});
    await called();
    expect(await code(id)).toBe(lagging);
    await eventually(async () => ((await code(id)) === 1 ? true : undefined));
  });

  it.each([true, false])(
    'counted from the end, or from the lost callback (async %s): ends too',
    async (async) => {
      const id = await start(
        {
          status: [
            { reply: 'in_process', after: 'end' },
            { reply: 'html', after: 'callback' },
          ],
          callback: { lost: true },
        },
        async,
      );
      await till.untilSettled('ORD-1');
      expect(await code(id)).toBe(2);
      expect((await till.call('GET', id)).contentType).toBe('text/html');
      expect(await code(id)).toBe(1);
    },
  );

  it('for a while from the start: then the next step', async () => {
    const id = await start({ status: [{ reply: 'html', for: '100ms' }, { reply: 'not_found' }] });
    expect((await till.call('GET', id)).contentType).toBe('text/html');
    await eventually(async () => ((await code(id)) === 0 ? true : undefined));
    expect(await code(id)).toBe(1);
  });
});

describe('the cloud never says more, the terminal knows', () => {
  it.each([
    ['approve', 0],
    ['decline', 9001],
  ])('in process for ever, %s: get_transaction tells', async (action, responseCode) => {
    const id = await start({ status: [{ reply: 'in_process', times: 'always' }], customer: { action } });
    await till.untilSettled('ORD-1');
    for (let query = 0; query < 5; query += 1) expect(await code(id)).toBe(2);
    expect((await device(id)).body).toMatchObject({ code: 1, data: { response: { responseCode } } });
  });
});

describe('queries that are never answered', () => {
  it('of one operation: at the cloud and at the terminal, others are answered', async () => {
    const hang = [{ reply: 'hang', times: 'always' }];
    const id = await start({ status: hang, deviceStatus: hang });
    await till.untilSettled('ORD-1');
    expect(await askBoth(id)).toEqual([true, true]);
    const other = await till.sale({ customId: 'ORD-2' });
    expect(await code(String(other.body.data?.idPosTxs))).toBe(1);
  });

  it.each([
    ['status', [true, false]],
    ['device', [false, true]],
  ])('of all operations, part %s: commands go on', async (part, hanging) => {
    const id = await start({}, false);
    await till.control('POST', '/outage', { reply: 'hang', parts: [part] });
    expect(await askBoth(id)).toEqual(hanging);
    expect((await till.sale({ customId: 'ORD-2' })).body.code).toBe(1);
  });

  it('a silent terminal: neither command nor get_transaction, until it speaks again', async () => {
    const id = await start({}, false);
    await till.control('PATCH', '/terminals/SN0000000001', { silent: true });
    expect(await hangs(till, device(id), 2)).toBe(true);
    expect(await hangs(till, till.sale({ customId: 'ORD-2' }), 3)).toBe(true);
    expect(await code(id)).toBe(1);
    await till.control('PATCH', '/terminals/SN0000000001', { silent: false });
    expect((await device(id)).body.code).toBe(1);
    expect(await till.truth('ORD-2')).toMatchObject({ received: 1, executed: 0 });
  });
});
