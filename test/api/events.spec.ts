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
  getnet.acknowledges();
  getnet.says({ kind: 'pending' });
});
afterAll(async () => {
  await other.close();
  await world.close();
});

let terminals = 0;
const takeNewTerminal = () => `cl-${(terminals += 1)}`;

async function startSale(over: Readonly<Record<string, unknown>> = {}, key: string = randomUUID()) {
  const { body } = await world.api.start(buildSaleBody(takeNewTerminal(), over), { key });
  return body.id;
}

function listen(id: string, lastEventId?: string, { url } = world.api) {
  return openStream<RenderedTransaction>(`${url}/v1/transactions/${id}/events`, {
    key: keys.chile,
    lastEventId,
  });
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

const summarizeEvents = (events: readonly ReadEvent<RenderedTransaction>[]) =>
  events.map(({ name, id, data }) => `${name} ${id} ${data.status}`);

/** What only the present state has: forecasts. */
const lasting = (events: readonly ReadEvent<RenderedTransaction>[]) =>
  events.map(({ data, ...event }) => {
    const { nextCheckAt: _next, answerLatestBy: _latest, ...outcome } = data.outcome;
    return { ...event, data: { ...data, outcome } };
  });

const SALE = ['state 1 dispatching', 'state 2 in_progress', 'state 3 verifying', 'state 4 approved'];

const polls = async (api: RunningApi) => Number(/^api_run_polls (\d+)$/m.exec(await api.metrics())?.[1]);

describe('the events of a transaction', () => {
  it('a sale is approved: headers at once, each state once and in order, then the stream ends', async () => {
    const id = await startSale();
    const stream = await listen(id);
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    await stream.until(2);
    getnet.says(approved());
    await callback(id);
    const events = await stream.ended;
    expect(summarizeEvents(events)).toEqual(SALE);
    for (const { data, id: n } of events) {
      transactionSchema.parse(data);
      expect(data.states.length).toBe(Number(n));
    }
    expect(events.map(({ data }) => data.outcome.moneyMoved)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'yes',
    ]);
    expect(events.map(({ data }) => data.idPosTxs)).toEqual([null, '900001', '900001', '900001']);
    expect(events[3]?.data).toEqual((await world.api.get(`/v1/transactions/${id}`)).body);
  });

  it('a reader comes later, or resumes at another replica: it receives the same events', async () => {
    const id = await startSale();
    const live = await listen(id);
    await live.until(2);
    getnet.says(approved());
    await callback(id);
    const all = lasting(await live.ended);
    expect(lasting(await (await listen(id, undefined, other)).ended)).toEqual(all);
    expect(lasting(await (await listen(id, '2', other)).ended)).toEqual(all.slice(2));
    expect(await (await listen(id, '4', other)).ended).toEqual([]);
  });

  it.each(['5', '99', 'x', '-1', '1.5'])(
    'Last-Event-ID %s is no state of it: a reset with the whole transaction, never silence',
    async (lastEventId) => {
      getnet.answers({ kind: 'finished', proof: declined() });
      const id = await startSale();
      const events = await (await listen(id, lastEventId)).ended;
      expect(summarizeEvents(events)).toEqual(['reset 2 declined']);
    },
  );

  it('many readers on one process: one long poll, and no additional event in the history', async () => {
    const id = await startSale();
    await world.becomes(id, 'in_progress');
    const readHistoryLength = async () => (await world.run(id).describe()).historyLength;
    const before = await readHistoryLength();
    const streams = await Promise.all(Array.from({ length: 20 }, () => listen(id)));
    await Promise.all(streams.map((stream) => stream.until(2)));
    expect(await polls(world.api)).toBe(1);
    expect(await readHistoryLength()).toBe(before);
    for (const stream of streams.slice(1)) stream.cut();
    getnet.says(approved());
    await callback(id);
    expect(summarizeEvents((await streams[0]?.ended) ?? [])).toEqual(SALE);
    await until(async () => (await polls(world.api)) === 0);
  });

  it('a sale was not sent and its key is used again: the stream goes on with the second attempt', async () => {
    getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
    const key = randomUUID();
    const terminal = takeNewTerminal();
    const first = await world.api.start(buildSaleBody(terminal), { key });
    const id = first.body.transactionId ?? '';
    const stream = await listen(id);
    expect(summarizeEvents(await stream.until(2))).toEqual(['state 1 dispatching', 'state 2 not_sent']);
    getnet.answers({ kind: 'finished', proof: declined() });
    await world.api.start(buildSaleBody(terminal), { key });
    const events = await stream.ended;
    expect(summarizeEvents(events).slice(2)).toEqual(['state 3 dispatching', 'state 4 declined']);
    expect(events.map(({ data }) => data.attempt)).toEqual([1, 1, 2, 2]);
    expect(events[1]?.data.outcome.reason).toBe('terminal-offline');
    expect(lasting(await (await listen(id, undefined, other)).ended)).toEqual(lasting(events));
  });

  it('a sale has to be confirmed: the stream is open until it is', async () => {
    getnet.answers({ kind: 'finished', proof: approved() });
    const id = await startSale({ confirmWithin: 60 });
    const stream = await listen(id);
    const events = await stream.until(2);
    expect(events[1]?.data).toMatchObject({ status: 'approved', confirmation: 'open' });
    await world.api.post(`/v1/transactions/${id}/confirm`);
    expect(summarizeEvents(await stream.ended)).toEqual(['state 1 dispatching', 'state 2 approved']);
  });

  it('the run is terminated: the stream sends a reset, and then the outcome that is found', async () => {
    const id = await startSale();
    const stream = await listen(id);
    await stream.until(2);
    await world.run(id).terminate('by hand');
    const events = await stream.until(3);
    expect(events[2]).toMatchObject({ name: 'reset', data: { status: 'needs_attention' } });
    stream.cut();
  });

  it('another merchant, an unknown id, no key: refused like GET; HEAD has no body and ends', async () => {
    const id = await startSale();
    const path = `/v1/transactions/${id}/events`;
    expect((await world.api.get(path, { as: keys.argentina })).status).toBe(404);
    expect((await world.api.get('/v1/transactions/tx_0123456789abcdefghi/events')).status).toBe(404);
    expect((await world.api.ask(path)).status).toBe(401);
    const head = await fetch(`${world.api.url}${path}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${keys.chile}` },
    });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });

  it('the process stops while streams are open: each gets a retry time and ends, and the process exits', async () => {
    const id = await startSale();
    const leaving = await world.secondApi();
    const stream = await listen(id, undefined, leaving);
    await stream.until(2);
    await leaving.close();
    await stream.ended;
    expect(stream.retryMs).toBeGreaterThan(0);
    const resumed = await listen(id, stream.events.at(-1)?.id);
    getnet.says(approved());
    await callback(id);
    expect(summarizeEvents([...stream.events, ...(await resumed.ended)])).toEqual(SALE);
  });
});
