import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openStream } from '../support/event-reader.js';
import type { ReadEvent } from '../support/event-reader.js';
import { until } from '../support/until.js';
import { readWithCuts } from './support/cut-reader.js';
import type { CutResult, StreamReport } from './support/cut-reader.js';
import { startSecondApi } from './support/second-api.js';
import type { SecondApi } from './support/second-api.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** The whole figure: STREAMS=1000 STREAM_CUTS=20. */
const STREAMS = Number(process.env['STREAMS'] ?? 24);
const CUTS = Number(process.env['STREAM_CUTS'] ?? 5);
const STREAMS_PER_SALE = 4;
const SALES = Math.ceil(STREAMS / STREAMS_PER_SALE);
const MERCHANT_STREAMS = Math.max(2, Math.ceil(STREAMS / 50));
const LIMIT_MS = 240_000 + STREAMS * CUTS * 60;

let world: World;
let second: SecondApi;
let urls: readonly string[];
let metrics: readonly string[];
beforeAll(async () => {
  const env = { READ_RATE_LIMIT: '100000', RATE_LIMIT: '100000' };
  // Other worlds have a merchant of this name too, and its stream tells of all its transactions.
  world = await startWorld({ env, counters: 40, ownTemporal: true });
  second = await startSecondApi(world);
  urls = [world.urls.api, second.url];
  metrics = [`http://127.0.0.1:${world.ports.apiMetrics}/metrics`, second.metricsUrl];
});
afterAll(async () => {
  await second.stop();
  await world.close();
});

/** Kills one replica, then the other, again and again. */
async function killInTurn(isOver: () => boolean): Promise<number> {
  let kills = 0;
  while (!isOver()) {
    for (const part of [world.api, second.process]) {
      await pause(700);
      if (isOver()) return kills;
      await part.kill();
      kills += 1;
      await part.start();
    }
  }
  return kills;
}

/** The most polls that a process had, of those that answered. */
async function watchPolls(isOver: () => boolean): Promise<number> {
  let most = 0;
  while (!isOver()) {
    for (const url of metrics) {
      const text = await fetch(url).then(
        (reply) => reply.text(),
        () => '',
      );
      most = Math.max(most, Number(/^api_run_polls (\d+)$/m.exec(text)?.[1] ?? 0));
    }
    await pause(100);
  }
  return most;
}

const finals = ['approved', 'declined'];
const isFinal = (event: ReadEvent<StreamReport> | undefined) => finals.includes(event?.data.status ?? '');

/** Every state once, in order, contiguous. */
function expectContiguous(events: readonly ReadEvent<StreamReport>[]): void {
  expect(events.map(({ name }) => name)).toEqual(events.map(() => 'state'));
  expect(events.map(({ data }) => data.states.length)).toEqual(events.map((_, place) => place + 1));
  expect(isFinal(events.at(-1))).toBe(true);
}

describe('streams that are cut at random bytes while their replicas are killed', () => {
  it(
    `${STREAMS} streams of transactions and ${MERCHANT_STREAMS} of their merchant, ${CUTS} cuts each: every state once, in order, contiguous`,
    async () => {
      const tills = await Promise.all(Array.from({ length: Math.min(SALES, 38) }, () => world.terminal()));
      const [till] = tills;
      const key = till?.shop.apiKey ?? '';
      const begun = await openStream(`${urls[0]}/v1/events`, { key });
      const cursor = begun.headers.get('event-cursor') ?? '';
      begun.cut();

      let isOver = false;
      const ids: string[] = [];
      const readers: Promise<CutResult>[] = [];
      const follow = (id: string) =>
        readWithCuts({
          urls: urls.map((url) => `${url}/v1/transactions/${id}/events`),
          key,
          cuts: CUTS,
          longestBytes: 3_500,
          isOver: (events) => isFinal(events.at(-1)),
        });
      const ofMerchant = Array.from({ length: MERCHANT_STREAMS }, () =>
        readWithCuts({
          urls: urls.map((url) => `${url}/v1/events`),
          key,
          cuts: CUTS,
          longestBytes: 15_000,
          lastEventId: cursor,
          isOver: (events) => events.filter(isFinal).length >= SALES,
        }),
      );
      const kills = killInTurn(() => isOver);
      const polls = watchPolls(() => isOver);

      const sell = async (place: number): Promise<void> => {
        for (let count = place; count < SALES; count += tills.length) {
          const order = tills[place]?.order();
          if (order === undefined) return;
          // A replica that is dead, or a Temporal that is busy, is asked again with the same key.
          const isTaken = async () => ((await order.send().catch(() => undefined))?.status ?? 503) < 300;
          await until(isTaken);
          ids.push(order.id);
          for (let stream = 0; stream < STREAMS_PER_SALE && readers.length < STREAMS; stream += 1)
            readers.push(follow(order.id));
          await order.becomes('approved');
          await tills[place]?.isFree();
        }
      };
      await Promise.all(tills.map((_, place) => sell(place)));
      const results = await Promise.all(readers);
      const merchants = await Promise.all(ofMerchant);
      isOver = true;
      const [killed, mostPolls] = [await kills, await polls];

      for (const { events } of results) expectContiguous(events);
      for (const { events } of merchants) {
        expect(new Set(events.map(({ data }) => data.id))).toEqual(new Set(ids));
        for (const id of ids) expectContiguous(events.filter(({ data }) => data.id === id));
      }
      const sum = (count: (result: CutResult) => number) =>
        [...results, ...merchants].reduce((total, result) => total + count(result), 0);
      // At most one poll for each sale that is open, in each process.
      expect(mostPolls).toBeLessThanOrEqual(tills.length);
      expect(killed).toBeGreaterThan(0);
      console.info(
        `${results.length} + ${merchants.length} streams, ${sum(({ events }) => events.length)} events, ` +
          `${sum(({ cuts }) => cuts)} cuts, ${sum(({ losses }) => losses)} lost connections, ${killed} kills, ` +
          `${ids.length} sales, at most ${mostPolls} polls in a process`,
      );
    },
    LIMIT_MS,
  );
});
