import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environmentSchema } from '../../src/config/environment/environment.schema.js';
import { useOwnServer } from '../support/own-server.js';
import { startReceiver } from '../webhooks/support/receiver.js';
import type { Received, Receiver } from '../webhooks/support/receiver.js';
import { eventually } from './support/eventually.js';
import { watchMemory } from './support/memory.js';
import { getEndpoint, eventAbout, findOutOfOrder } from './support/webhook-load.js';
import { startOther, reportLatencies } from './support/webhook-other.js';
import type { OtherEndpoint } from './support/webhook-other.js';
import type { World } from './support/world.js';

/** `WEBHOOK_EVENTS=10000` for the whole figure; from 1,000 on it also measures what another endpoint notices. */
const EVENTS = Number(process.env['WEBHOOK_EVENTS'] ?? 200);
const IS_WHOLE = EVENTS >= 1_000;
/** Two or three events tell of each. */
const PER_EVENT = 0.4;
const TRANSACTIONS = Math.ceil(EVENTS * PER_EVENT);
/** Announced at a time, as many sales at once would. */
const AT_ONCE = 8;
/** Events come no faster than their deliveries are opened: so many may wait for that. */
const MAX_EVENTS_AHEAD = 200;
const ASKED_OF_OTHER = IS_WHOLE ? 300 : 1;

/** How long a day takes here: long enough that what is tried again each day leaves time for the rest. */
const DAY_MS = Math.max(10_000, EVENTS * 60);
const REAL_DAY_MS = 86_400_000;
/**
 * The last pauses of production in their proportions: 6 h, 12 h and twice a day. The others would be none here. Days are added, for a
 * slow machine needs more than one for what this one is to hold, and nothing may be given up meanwhile.
 */
const longPauses = environmentSchema.shape.WEBHOOK_RETRIES.parse(undefined).filter(
  (pauseMs) => pauseMs >= 6 * 3_600_000,
);
const pauses = [...longPauses, ...Array<number>(20).fill(REAL_DAY_MS)].map(
  (pauseMs) => `${Math.ceil((pauseMs * DAY_MS) / REAL_DAY_MS)}ms`,
);
/** After so many tries 18 hours have passed, and the next one is a day away. */
const TRIES_OF_A_DAY = 3;

/** A run goes on as a new one after so many events: in production 4,096. The short form does so as often. */
const BOUND = IS_WHOLE ? 4_096 : 120;
/**
 * A run ends between two tasks, and while more is announced than fits into what the next one begins with, it goes on. Temporal
 * ends that at 10,000 signals.
 */
const MAX_EVENTS_OVER_BOUND = IS_WHOLE ? 20_000 : 500;
const LIMIT_MS = 120_000 + 4 * DAY_MS + EVENTS * 50;

const secret = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;

describe('a receiver that is down for a day', () => {
  let server: Awaited<ReturnType<typeof useOwnServer>>;
  let downReceiver: Receiver;
  let other: OtherEndpoint;
  /** The same on a server and a worker that know nothing of the one that is sick. */
  let control: OtherEndpoint | undefined;
  let world: World;
  beforeAll(async () => {
    if (IS_WHOLE) control = await startOther(secret);
    server = await useOwnServer([`limit.historyCount.suggestContinueAsNew=${BOUND}`]);
    downReceiver = await startReceiver(secret);
    const webhook = {
      id: 'sick',
      url: downReceiver.url,
      secrets: [{ env: 'HOOK' }],
      events: ['transaction.*'],
    };
    other = await startOther(secret, { env: { WEBHOOK_RETRIES: pauses.join() }, beside: webhook });
    world = other.world;
  }, 180_000);
  afterAll(async () => {
    await Promise.all([other.close(), control?.close()]);
    await downReceiver.close();
    await server.stop();
  }, 180_000);

  const findSick = () =>
    getEndpoint(world.temporal, world.taskQueue, { merchant: world.shops[0]?.id ?? '', endpoint: 'sick' });

  const refusedIds = new Set<string>();

  async function announceAll(): Promise<void> {
    const { announce } = findSick();
    let next = 0;
    const lane = async () => {
      while (next < EVENTS) {
        const n = next;
        next += 1;
        // Each transaction has one delivery that is refused: the others wait for it.
        while (n * PER_EVENT - refusedIds.size > MAX_EVENTS_AHEAD * PER_EVENT)
          await downReceiver.has(downReceiver.received.length + 1);
        await announce(eventAbout(`tx_${String(Math.floor(n * PER_EVENT)).padStart(19, '0')}`, n));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  /** Waits until the first event of each transaction was refused for about a day. */
  async function refusedForADay(): Promise<void> {
    const refusals = new Map<string, number>();
    let counted = 0;
    await eventually(
      'the first event of each transaction to be refused for a day',
      () => {
        for (const { id } of downReceiver.received.slice(counted))
          refusals.set(id, (refusals.get(id) ?? 0) + 1);
        counted = downReceiver.received.length;
        const refused = [...refusals.values()].filter((tries) => tries >= TRIES_OF_A_DAY);
        return refused.length === TRANSACTIONS || undefined;
      },
      LIMIT_MS,
    );
  }

  /** One after the other, each beside one of the control, so that both meet the same machine. */
  async function compareOther(): Promise<string> {
    const beside: number[] = [];
    const alone: number[] = [];
    for (let n = 0; n < ASKED_OF_OTHER; n += 1) {
      beside.push(await other.measure());
      if (control) alone.push(await control.measure());
    }
    return control ? `${reportLatencies(beside)}, a control ${reportLatencies(alone)}` : 'not measured';
  }

  it(
    `it refuses ${EVENTS} events and recovers: all arrive, none is new twice, those of each transaction in order`,
    async () => {
      const taken: Received[] = [];
      let isDown = true;
      downReceiver.does((one, answer) => {
        if (isDown) refusedIds.add(one.id);
        else taken.push(one);
        answer.writeHead(isDown ? 503 : 204).end();
      });
      const { memo, measureRuns } = findSick();
      const memory = watchMemory(world.worker.pid);
      const startMs = Date.now();
      await announceAll();
      const announcedMs = Date.now() - startMs;
      await refusedForADay();
      const whileDown = await compareOther();
      const refused = downReceiver.received.length;
      isDown = false;
      const returnMs = Date.now();
      await eventually('the first to be taken', () => taken.length > 0 || undefined, LIMIT_MS);
      const whileBack = await compareOther();
      await eventually('all to be taken', () => taken.length >= EVENTS || undefined, LIMIT_MS);
      const takenMs = Date.now() - returnMs;
      const isCaughtUp = async () => (await memo()).watermark === EVENTS + 1 || undefined;
      await eventually('the watermark', isCaughtUp, LIMIT_MS);
      memory.stop();
      const lengths = await measureRuns();
      const hours = (ms: number) => `${Math.round(ms / 1_000)} s (${Math.round((ms / DAY_MS) * 24)} h)`;
      process.stdout.write(
        `webhooks: ${EVENTS} events of ${TRANSACTIONS} transactions announced in ${hours(announcedMs)}, down for ${hours(returnMs - startMs)}, ` +
          `${refused} tries refused, all taken ${hours(takenMs)} after the return, ${taken.length - EVENTS} repeats; ` +
          `${lengths.length} runs of the endpoint, the longest history ${Math.max(...lengths)} events; ` +
          `the worker had ${memory.mostMb} MB at most; ` +
          `another endpoint while it is down: ${whileDown}; while it catches up: ${whileBack}\n`,
      );

      const numbers = new Map(taken.map(({ id, body }) => [id, body.sequence]));
      expect([...numbers.values()].toSorted((one, two) => one - two)).toEqual(
        Array.from({ length: EVENTS }, (_, place) => place + 1),
      );
      expect(new Set(taken.map(({ id, text }) => `${id} ${text}`)).size).toBe(EVENTS);
      expect(findOutOfOrder(taken)).toEqual([]);
      expect(await memo()).toMatchObject({ last: EVENTS, failedCount: 0 });
      expect(lengths.length).toBeGreaterThan(1);
      expect(Math.max(...lengths)).toBeLessThan(BOUND + MAX_EVENTS_OVER_BOUND);
    },
    LIMIT_MS * 2,
  );
});
