import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MemoryKeyStore, createClient } from '../../clients/typescript/src/index.js';
import { openLane } from './support/client-lane.js';
import type { PaidOrder } from './support/client-lane.js';
import { eventually } from './support/eventually.js';
import type { Order } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** `CLIENT_KILLS=100 npm test -- client-kills` for the figure; a few in CI. */
const KILLS = Number(process.env['CLIENT_KILLS'] ?? 6);
/** `CLIENT_KILLS_SEED` repeats the choices of a run; what falls between them is up to the machine. */
const seed = Number(process.env['CLIENT_KILLS_SEED'] ?? randomInt(2 ** 31));
const LANES = 4;
/** The kill after which the customer who hesitates pays. */
const PAYS_AFTER = Math.min(3, KILLS);

/** A customer who hesitates takes longer than an API that comes up some times. */
const longTimeouts = {
  env: { LIFECYCLE_LIMIT: '100s', ATTENTION_AFTER: '110s' },
  simulator: { SIMULATOR_EXTRA_WINDOW: '90s' },
};

describe(`the client pays while the API is killed ${KILLS} times (seed ${seed})`, () => {
  let world: World;
  const folder = mkdtempSync(join(tmpdir(), 'lanes-'));
  const paid: (PaidOrder & { readonly till: Till })[] = [];
  let isOver = false;
  let hesitating: Order;
  const heard: string[] = [];

  beforeAll(
    async () => {
      world = await startWorld(longTimeouts);
      const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
      hesitating = till.order();
      await hesitating.send();
      const listening = listen(till);
      await eventually('the first states', () => (heard.length > 0 ? true : undefined));
      const tills = await Promise.all(Array.from({ length: LANES }, () => world.terminal()));
      const lanes = tills.map((till, at) => work(till, at));
      const random = randomFrom(seed);
      for (let kill = 0; kill < KILLS; kill += 1) {
        await pause(random() * 2_000);
        await world.api.kill();
        if (kill + 1 === PAYS_AFTER) await world.judge.steer(hesitating.id, { action: 'approve' });
        await pause(random() * 300);
        await world.api.start();
      }
      isOver = true;
      await Promise.all([...lanes, listening]);
    },
    120_000 + KILLS * 20_000,
  );
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One order after the other, until the last kill; the order begun last is finished. */
  async function work(till: Till, at: number): Promise<void> {
    const lane = openLane({ baseUrl: world.urls.api, folder, till, random: randomFrom(seed + at + 1) });
    for (let n = 1; !isOver; n += 1) paid.push({ ...(await lane.pay(`ORD-${at}-${n}`)), till });
  }

  async function listen(till: Till): Promise<void> {
    const keys = new MemoryKeyStore();
    const client = createClient({ baseUrl: world.urls.api, apiKey: till.shop.apiKey, keys });
    for await (const event of client.events({ transactionId: hesitating.id })) {
      expect(event.missed).toBe(0);
      heard.push(`${event.eventId} ${event.status}`);
    }
  }

  it('a sale that the client listens to: each state once, in order, as the sale has them in the end', async () => {
    const { states = [] } = (await hesitating.get()).body as {
      states?: readonly { n: number; status: string }[];
    };
    expect(heard).toEqual(states.map(({ n, status }) => `${n} ${status}`));
    expect(heard.at(-1)).toMatch(/ approved$/);
  });

  it('no answer is lost: every order, and every refund, ends with a proven yes', () => {
    expect(paid.length).toBeGreaterThanOrEqual(LANES);
    expect(paid.filter(({ money, refund = 'yes' }) => money !== 'yes' || refund !== 'yes')).toEqual([]);
  });

  it('nothing is charged twice: the ledger has one charge for each order, and one refund for each refund', async () => {
    for (const { id, refund } of paid) {
      const amount = refund === undefined ? 5_990 : 0;
      expect(await world.judge.truth(id)).toMatchObject({
        received: 1,
        executed: 1,
        charges: 1,
        net: amount,
      });
    }
    const tills = new Set(paid.map(({ till }) => till));
    const operations = await Promise.all(
      [...tills].map(({ serialNumber }) => world.judge.operations({ serialNumber })),
    );
    const refunds = paid.filter(({ refund }) => refund !== undefined).length;
    expect(operations.flat()).toHaveLength(paid.length + refunds);
  });

  it('the kills had an effect: calls were repeated', () => {
    const calls = paid.reduce((sum, order) => sum + order.calls, 0);
    console.log(`${paid.length} orders, ${calls} calls, ${KILLS} kills of the API, seed ${seed}`);
    const refunds = paid.filter(({ refund }) => refund !== undefined).length;
    expect(calls).toBeGreaterThan(paid.length + refunds);
  });
});

/** Mulberry32. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
