import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RenderedTransaction } from '../../src/rendering/render-transaction.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import { openStream } from '../support/event-reader.js';
import type { ReadEvent } from '../support/event-reader.js';
import { approved, declined } from '../support/terms.js';
import { until } from '../support/until.js';
import { startApiWorld, longTimeouts } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
let other: RunningApi;
beforeAll(async () => {
  world = await startApiWorld(getnet.getnet, { env: longTimeouts });
  other = await world.secondApi();
});
beforeEach(() => {
  getnet.answers({ kind: 'finished', proof: declined() });
  getnet.says({ kind: 'pending' });
});
afterAll(async () => {
  await other.close();
  await world.close();
});

let terminals = 0;
const takeNewTerminal = () => `cl-${(terminals += 1)}`;

async function startSale(api = world.api) {
  return (await api.start(buildSaleBody(takeNewTerminal()))).body.id;
}

function listen({ lastEventId, api = world.api, key = keys.chile }: ListenOptions = {}) {
  return openStream<RenderedTransaction>(`${api.url}/v1/events`, { key, lastEventId });
}

interface ListenOptions {
  readonly lastEventId?: string | undefined;
  readonly api?: RunningApi;
  readonly key?: string;
}

const callback = (id: string) =>
  world.run(id).signal('callbackArrived', {
    version: 1,
    customId: id,
    digest: randomUUID(),
    claims: 'approved',
    idPosTxs: '900001',
    at: Date.now(),
  });

/** What was told of a transaction. */
const listStates = (id: string, events: readonly ReadEvent<RenderedTransaction>[]) =>
  events.filter(({ data }) => data.id === id).map(({ data }) => `${data.states.length} ${data.status}`);

const listNumbers = (id: string, events: readonly ReadEvent<RenderedTransaction>[]) =>
  events.filter(({ data }) => data.id === id).map(({ data }) => data.states.length);

const countStates = async (id: string) => (await world.api.get(`/v1/transactions/${id}`)).body.states.length;

const SALE = ['1 dispatching', '2 in_progress', '3 verifying', '4 approved'];

describe('the events of a merchant', () => {
  it('it begins now: earlier states are not sent, later ones once and in order', async () => {
    const before = await startSale();
    const stream = await listen();
    expect(stream.status).toBe(200);
    const sales = [await startSale(), await startSale(other), await startSale()];
    const events = await stream.until(6);
    for (const id of sales) expect(listStates(id, events)).toEqual(['1 dispatching', '2 declined']);
    expect(listStates(before, events)).toEqual([]);
    for (const { name, data } of events) {
      expect(name).toBe('state');
      transactionSchema.parse(data);
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(6);
    stream.cut();
  });

  it('a transaction is open when it begins: only its later states are sent', async () => {
    getnet.acknowledges();
    const id = await startSale();
    await world.becomes(id, 'in_progress');
    const stream = await listen();
    getnet.says(approved());
    await callback(id);
    expect(listStates(id, await stream.until(2))).toEqual(SALE.slice(2));
    stream.cut();
  });

  it('a reader loses its connection and resumes at another replica: each state once', async () => {
    getnet.acknowledges();
    const [first, second] = [await startSale(), await startSale()];
    const stream = await listen();
    const third = await startSale();
    const heard = [...(await stream.until(1))];
    stream.cut();
    getnet.says(approved());
    await callback(first);
    await callback(third);
    const fourth = await startSale(other);
    await world.run(first).result();
    await world.run(third).result();
    const resumed = await listen({ lastEventId: heard.at(-1)?.id, api: other });
    for (const id of [second, fourth]) {
      await callback(id);
      await world.run(id).result();
    }
    const counts = await Promise.all([first, second, third, fourth].map(countStates));
    const total = counts.reduce((sum, count) => sum + count, 0) - 4;
    const all = [...heard, ...(await resumed.until(total - heard.length))];
    [first, second, third, fourth].forEach((id, place) => {
      const isOpenBefore = place < 2;
      const numbers = Array.from({ length: counts[place] ?? 0 }, (_, before) => before + 1);
      expect(listNumbers(id, all)).toEqual(isOpenBefore ? numbers.slice(2) : numbers);
    });
    resumed.cut();
  });

  it('a connection is lost before the first event: the cursor of its header resumes', async () => {
    const stream = await listen();
    stream.cut();
    const id = await startSale();
    const cursor = stream.headers.get('event-cursor') ?? '';
    const resumed = await listen({ lastEventId: cursor, api: other });
    expect(listStates(id, await resumed.until(2))).toEqual(['1 dispatching', '2 declined']);
    resumed.cut();
  });

  it('a reader is cut repeatedly while more is sent than its cursor holds: each state is sent, in order', async () => {
    const few = { openPlaces: 3, sentMarkPlaces: 4, indexLagMs: 0 };
    const replicas = [await world.secondApi(few), await world.secondApi(few)];
    const before = await listen({ api: replicas[0] ?? other });
    before.cut();
    const sales: string[] = [];
    for (let count = 0; count < 12; count += 1) sales.push(await startSale());
    for (const id of sales) {
      await world.run(id).result();
      await world.indexed(id, 1);
    }
    // Somebody listens there already, so that the index has been asked for all of them.
    const listening = await Promise.all(replicas.map((api) => listen({ api })));
    const received: ReadEvent<RenderedTransaction>[] = [];
    const findNumbers = (id: string) => [...new Set(listNumbers(id, received))];
    let lastEventId = before.headers.get('event-cursor') ?? '';
    for (let cuts = 0; sales.some((id) => findNumbers(id).length < 2); cuts += 1) {
      const stream = await listen({ lastEventId, api: replicas[cuts % 2] ?? other });
      received.push(...(await stream.until(1)).slice(0, 2));
      lastEventId = received.at(-1)?.id ?? '';
      stream.cut();
    }
    for (const id of sales) expect([id, findNumbers(id)]).toEqual([id, [1, 2]]);
    for (const stream of listening) stream.cut();
    for (const api of replicas) await api.close();
  });

  it('an id that is not of this stream: 422', async () => {
    const stream = await listen();
    await startSale();
    const [event] = await stream.until(1);
    stream.cut();
    const own = event?.id ?? '';
    const ids = ['1', 'x', `${own}a`, own.slice(1)];
    for (const lastEventId of ids) {
      const reply = await world.api.get('/v1/events', { headers: { 'last-event-id': lastEventId } });
      expect([lastEventId, reply.status, reply.body.code]).toEqual([lastEventId, 422, 'invalid-request']);
    }
    const headers = { 'last-event-id': own };
    expect((await world.api.get('/v1/events', { as: keys.argentina, headers })).status).toBe(422);
  });

  it('many listen on one process: one long poll for each open transaction, none when nobody listens', async () => {
    const polls = async () => Number(/^api_run_polls (\d+)$/m.exec(await other.metrics())?.[1]);
    getnet.acknowledges();
    const streams = await Promise.all(Array.from({ length: 10 }, () => listen({ api: other })));
    await startSale();
    await Promise.all(streams.map((stream) => stream.until(2)));
    const open = await polls();
    const more = await Promise.all(Array.from({ length: 10 }, () => listen({ api: other })));
    expect(await polls()).toBeLessThanOrEqual(open);
    for (const stream of [...streams, ...more]) stream.cut();
    await until(async () => (await polls()) === 0);
  });
});
