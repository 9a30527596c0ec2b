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
  listener.received.splice(0);
});

const send = async (path: string, fields: Json): Promise<Answer> =>
  till.call('POST', path, { ...clTerminal, customId: 'NOW', ...fields });
const sold = async (): Promise<Json> => {
  const { body } = await till.sale({ customId: 'BEFORE' });
  return (body.data as { response: Json }).response;
};
/** Every money command, as one that undoes a sale where it undoes one. */
const commands: Record<string, () => Promise<[string, Json]>> = {
  sale: async () => ['sale', { command: 100, amount: 5990, saleType: 0 }],
  void: async () => ['refund', { command: 102, operationId: (await sold()).operationId }],
  return: async () => [
    'return',
    { command: 108, authorizationCode: (await sold()).authorizationCode, amount: 5990 },
  ],
};
const refusals: [string, Json, number][] = [
  ['busy', { reply: 'busy_15s' }, 200],
  ['C2C', { reply: 'offline' }, 200],
  ['KEYPOS', { reply: 'keypos' }, 200],
  ['HTTP 401', { reply: 'http_401' }, 401],
  ['HTTP 403', { reply: 'http_403' }, 403],
  ['HTTP 429', { reply: 'http_429' }, 429],
  ['HTTP 503', { reply: 'http_503' }, 503],
  ['a text of one’s own', { text: 'LA OPERACION NO RESPONDIO EN 5 MINUTOS' }, 200],
];
const received = (count: number): Promise<unknown> =>
  eventually(() => (listener.received.length >= count ? true : undefined));

describe.each(Object.keys(commands))('%s: refused, and carried out all the same', (name) => {
  const run = async (script: Json, more: Json = { webhook: listener.url }): Promise<Answer> => {
    const [path, fields] = (await commands[name]?.()) ?? ['', {}];
    await till.script(script, { customId: 'NOW' });
    return send(path, { ...fields, ...more });
  };

  it.each(refusals)('%s, async: the callback comes before the refusal', async (...[, own, status]) => {
    const answer = await run({ answer: { replaced: { ...own, executed: true }, callbackFirst: true } });
    expect(answer.status).toBe(status);
    expect(listener.received).toHaveLength(1);
    expect(await till.truth('NOW')).toMatchObject({ received: 1, executed: 1, state: 'approved' });
    const { requests, callbacks } = await till.ledger('?customId=NOW');
    expect([requests.length, callbacks.length]).toEqual([1, 1]);
  });

  it.each(refusals)('%s, sync: the refusal comes once the terminal has ended', async (...[, own, status]) => {
    const answer = await run(
      {
        answer: { replaced: { ...own, executed: true }, callbackFirst: true },
        customer: { action: 'decline' },
      },
      {},
    );
    expect(answer.status).toBe(status);
    expect(await till.truth('NOW')).toMatchObject({ executed: 1, state: 'declined', charges: 0, refunds: 0 });
  });

  it('the callback after the refusal: when the test wants it', async () => {
    await run({ answer: { replaced: { reply: 'busy_5m', executed: true } }, callback: { held: true } });
    await till.untilSettled('NOW');
    expect(listener.received).toEqual([]);
    const released = await till.control('POST', '/release/NOW', {});
    expect(released.body).toEqual({ released: ['callback'] });
    await received(1);
  });

  it('the callback never: the ledger alone knows', async () => {
    await run({ answer: { replaced: { reply: 'keypos', executed: true } }, callback: { lost: true } });
    expect(await till.untilSettled('NOW')).toMatchObject({ state: 'approved' });
    expect((await till.ledger()).callbacks).toEqual([]);
  });
});

describe('held until a test releases it', () => {
  const sale = (): Promise<Answer> => till.sale({ customId: 'NOW', webhook: listener.url });

  it('a refusal: the terminal ends and the callback comes meanwhile', async () => {
    await till.script({ answer: { replaced: { reply: 'busy_15s', executed: true }, held: true } });
    const answer = sale();
    await received(1);
    expect(await hangs(till, answer)).toBe(true);
    await till.control('POST', '/release/NOW', { what: ['answer'] });
    expect((await answer).body.message).toBe('OPERACION EN CURSO (15s)');
  });

  it('a refusal of what did not run: released by the same name', async () => {
    await till.script({ refusal: 'keypos', answer: { held: true } });
    const answer = sale();
    expect(await hangs(till, answer)).toBe(true);
    await till.control('POST', '/release/NOW', {});
    expect((await answer).body.code).toBe(0);
    expect(await till.truth('NOW')).toMatchObject({ executed: 0 });
  });

  it('a sync result, and an acknowledgement: nothing is written before', async () => {
    for (const more of [{}, { webhook: listener.url }]) {
      await till.script({ answer: { held: true } });
      const answer = till.sale({ customId: 'NOW', ...more });
      await till.untilSettled('NOW');
      expect(await hangs(till, answer)).toBe(true);
      await till.control('POST', '/release/NOW', {});
      expect((await answer).body.code).toBe(1);
      await till.control('POST', '/reset');
    }
  });

  it('released before it waits: let through when it comes', async () => {
    const released = await till.control('POST', '/release/NOW', { what: ['callback'] });
    expect(released.body).toEqual({ released: [] });
    await till.script({ callback: { held: true } });
    await sale();
    await received(1);
  });

  it('a reset: what was held ends without an answer of Getnet’s', async () => {
    await till.script({ answer: { held: true }, callback: { held: true } });
    const answer = sale().then(
      () => 'answered',
      () => 'reset',
    );
    await till.untilSettled('NOW');
    await till.control('POST', '/reset');
    expect(await answer).toBe('reset');
    expect(listener.received).toEqual([]);
  });

  it('a delay after the POST: the refusal comes late, whether it ran or not', async () => {
    for (const script of [{ replaced: { reply: 'offline', executed: true } }, {}]) {
      await till.script({
        answer: { ...script, delay: '120ms' },
        ...(!script.replaced && { refusal: 'offline' }),
      });
      const started = Date.now();
      expect((await sale()).body.message).toBe('SERVICIO C2C NO RESPONDE');
      expect(Date.now() - started).toBeGreaterThanOrEqual(115);
    }
  });
});
