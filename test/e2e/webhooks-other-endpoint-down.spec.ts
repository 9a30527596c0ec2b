import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { useOwnServer } from '../support/own-server.js';
import { startReceiver } from '../webhooks/support/receiver.js';
import type { Receiver } from '../webhooks/support/receiver.js';
import { eventually } from './support/eventually.js';
import { getEndpoint, eventAbout, findOutOfOrder } from './support/webhook-load.js';
import { compareLatencies, startOther } from './support/webhook-other.js';
import type { OtherEndpoint } from './support/webhook-other.js';

/** `WEBHOOK_BACKLOG=1000` for the figure, on a machine that does nothing else: so many events wait for the one that is sick. */
const BACKLOG = Number(process.env['WEBHOOK_BACKLOG'] ?? 20);
const IS_MEASURED = BACKLOG >= 200;
/** Two or three events tell of each transaction. */
const PER_EVENT = 0.4;
/** So many events of the other endpoint are measured in each of the four turns. */
const ASKED = IS_MEASURED ? 200 : 3;
/**
 * With the pauses of production a backlog of 10,000 events about 4,000 transactions makes a try every 5 to 11 seconds after some hours (pauses of
 * 6 and 12 hours). A backlog that is measured makes one a second; a small one hurries.
 */
const PAUSE_S = Math.max(1, Math.round(BACKLOG * (IS_MEASURED ? PER_EVENT : 0.1)));
const SLOW_MS = 3_000;
const LIMIT_MS = 200_000 + BACKLOG * 1_500;

const secret = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;

describe('two endpoints, and one of them is down, hangs or is slow', () => {
  let server: Awaited<ReturnType<typeof useOwnServer>>;
  let downReceiver: Receiver;
  let other: OtherEndpoint;
  beforeAll(async () => {
    server = await useOwnServer([]);
    downReceiver = await startReceiver(secret);
    const webhook = {
      id: 'sick',
      url: downReceiver.url,
      secrets: [{ env: 'HOOK' }],
      events: ['transaction.*'],
    };
    const pauses = Array.from({ length: 50 }, () => `${PAUSE_S}s`).join();
    other = await startOther(secret, { env: { WEBHOOK_RETRIES: pauses }, beside: webhook });
    // The first event starts its sequence.
    await other.measure();
  }, 180_000);
  afterAll(async () => {
    await other.close();
    await downReceiver.close();
    await server.stop();
  }, 180_000);

  const held = new Set<ServerResponse>();
  /** What the receiver does with each request while it is sick. */
  const sicknesses = {
    'is down': (answer: ServerResponse) => void answer.writeHead(503).end(),
    hangs: (answer: ServerResponse) => void held.add(answer),
    'answers after 3 s': (answer: ServerResponse) =>
      void setTimeout(() => answer.writeHead(204).end(), SLOW_MS),
  } as const;

  const findDownEndpoint = () => {
    const { temporal, taskQueue, shops } = other.world;
    return getEndpoint(temporal, taskQueue, { merchant: shops[0]?.id ?? '', endpoint: 'sick' });
  };

  let announced = 0;
  async function announceBacklog(): Promise<void> {
    const { announce, memo } = findDownEndpoint();
    const last = announced + BACKLOG;
    for (; announced < last; announced += 1)
      await announce(eventAbout(`tx_sick_${Math.floor(announced * PER_EVENT)}`, announced));
    const isNumbered = async () => (await memo()).last === last || undefined;
    await eventually('the backlog to be numbered', isNumbered, LIMIT_MS);
  }

  async function recover(): Promise<void> {
    downReceiver.answers(204);
    for (const answer of held) answer.writeHead(204).end();
    held.clear();
    const isTaken = async () => (await findDownEndpoint().memo()).watermark === announced + 1 || undefined;
    await eventually('the backlog to be taken', isTaken, LIMIT_MS);
  }

  async function measure(latenciesMs: number[]): Promise<void> {
    for (let n = 0; n < ASKED; n += 1) latenciesMs.push(await other.measure());
  }

  it.each(Object.entries(sicknesses))(
    `one of two receivers %s, and ${BACKLOG} events wait for it: the other has each of its own once, and after the return all are taken in their order`,
    async (name, fallSick) => {
      const alone: number[] = [];
      const beside: number[] = [];
      await measure(alone);
      downReceiver.does((_, answer) => fallSick(answer));
      await announceBacklog();
      await measure(beside);
      // It is not drained meanwhile: otherwise there is nothing to be beside.
      const wasBehind = (await findDownEndpoint().memo()).watermark <= announced;
      await measure(beside);
      await recover();
      await measure(alone);
      process.stdout.write(`webhooks: one ${name}, ${BACKLOG} wait: ${compareLatencies(beside, alone)}\n`);

      expect(wasBehind).toBe(true);
      expect(other.sequences()).toEqual(other.sequences().map((_, place) => place + 1));
      expect(new Set(downReceiver.received.map(({ id }) => id)).size).toBe(announced);
      expect(new Set(downReceiver.received.map(({ id, text }) => `${id} ${text}`)).size).toBe(announced);
      expect(findOutOfOrder(downReceiver.received)).toEqual([]);
    },
    LIMIT_MS * 2,
  );
});
