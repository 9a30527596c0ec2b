import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import { useOwnServer } from '../support/own-server.js';
import { replayAll } from '../support/replayed-histories.js';
import { silenceWorkers } from '../support/workers.js';
import { startReceiver } from '../webhooks/support/receiver.js';
import type { Receiver } from '../webhooks/support/receiver.js';
import { eventually } from './support/eventually.js';
import { watchMemory } from './support/memory.js';
import { getEndpoint, eventAbout, findOutOfOrder } from './support/webhook-load.js';
import { startOther, reportLatencies } from './support/webhook-other.js';
import type { OtherEndpoint } from './support/webhook-other.js';

/** `WEBHOOK_BURST=3000` for a longer one, on a machine that does nothing else. */
const EVENTS = Number(process.env['WEBHOOK_BURST'] ?? 240);
/** Two or three events tell of each transaction. */
const PER_EVENT = 0.4;
/** Announced at a time. */
const AT_ONCE = 64;

/** A run goes on as a new one after so many events, and Temporal lets it have so many signals: in production 4,096 and 10,000. */
const BOUND = 40;
const MAX_SIGNALS = 80;
/** With each signal comes a workflow task of three events, if no two come together. */
const LONGEST = 4 * MAX_SIGNALS;
const LIMIT_MS = 120_000 + EVENTS * 100;

const secret = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;

describe('a burst of events', () => {
  let server: Awaited<ReturnType<typeof useOwnServer>>;
  let shop: Receiver;
  let other: OtherEndpoint;
  beforeAll(async () => {
    silenceWorkers();
    server = await useOwnServer([
      `limit.historyCount.suggestContinueAsNew=${BOUND}`,
      `history.maximumSignalsPerExecution=${MAX_SIGNALS}`,
    ]);
    shop = await startReceiver(secret);
    const webhook = { id: 'busy', url: shop.url, secrets: [{ env: 'HOOK' }], events: ['transaction.*'] };
    other = await startOther(secret, { beside: webhook });
  }, 180_000);
  afterAll(async () => {
    await other.close();
    await shop.close();
    await server.stop();
    await Runtime.instance().shutdown();
  }, 180_000);

  const findBusy = () => {
    const { temporal, taskQueue, shops } = other.world;
    return getEndpoint(temporal, taskQueue, { merchant: shops[0]?.id ?? '', endpoint: 'busy' });
  };

  /** Until it is taken, as a run that announces does. @returns how often Temporal refused it for a moment. */
  async function announceAll(): Promise<number> {
    const { announce } = findBusy();
    let next = 0;
    let refused = 0;
    const refuse = () => void (refused += 1);
    const lane = async () => {
      while (next < EVENTS) {
        const n = next;
        next += 1;
        const event = eventAbout(`tx_${String(Math.floor(n * PER_EVENT)).padStart(19, '0')}`, n);
        const isTaken = () => announce(event).then(() => true, refuse);
        await eventually('an event to be taken', async () => (await isTaken()) ?? undefined, LIMIT_MS);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return refused;
  }

  /** One event after the other, to the endpoint that has no burst. */
  async function measureOther(isOver: () => boolean): Promise<readonly number[]> {
    const latenciesMs: number[] = [];
    while (!isOver()) latenciesMs.push(await other.measure());
    return latenciesMs;
  }

  it(
    `${EVENTS} come as fast as Temporal takes them: each is delivered once as new, in the order of its transaction, and no run of the endpoint is longer than its signals make it`,
    async () => {
      const { memo, measureRuns, fetchHistories } = findBusy();
      const memory = watchMemory(other.world.worker.pid);
      const startMs = Date.now();
      const numbers = () => new Set(shop.received.map(({ body }) => body.sequence));
      const besideMs = measureOther(() => numbers().size === EVENTS);
      const refused = await announceAll();
      const announcedMs = Date.now() - startMs;
      await eventually('all to be delivered', () => numbers().size === EVENTS || undefined, LIMIT_MS);
      const deliveredMs = Date.now() - startMs;
      const beside = reportLatencies(await besideMs);
      const isCaughtUp = async () => (await memo()).watermark === EVENTS + 1 || undefined;
      await eventually('the watermark', isCaughtUp, LIMIT_MS);
      memory.stop();
      const lengths = await measureRuns();
      process.stdout.write(
        `webhooks: a burst of ${EVENTS} events announced in ${announcedMs} ms, ${refused} of them refused for a moment, delivered in ${deliveredMs} ms; ` +
          `${lengths.length} runs of the endpoint, the longest history ${Math.max(...lengths)} events; the worker had ${memory.mostMb} MB at most; ` +
          `an event of another endpoint meanwhile: ${beside}\n`,
      );

      expect([...numbers()].toSorted((one, two) => one - two)).toEqual(
        Array.from({ length: EVENTS }, (_, place) => place + 1),
      );
      expect(new Set(shop.received.map(({ id, text }) => `${id} ${text}`)).size).toBe(EVENTS);
      expect(findOutOfOrder(shop.received)).toEqual([]);
      expect(await memo()).toMatchObject({ last: EVENTS, failedCount: 0 });
      expect(Math.max(...lengths)).toBeLessThan(LONGEST);
      // A run that does not replay stands still for ever once it is not in memory any more.
      expect(await replayAll(fetchHistories())).toBe(lengths.length);
    },
    LIMIT_MS * 2,
  );
});
