import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openLane } from './support/client-lane.js';
import type { PaidOrder } from './support/client-lane.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** `CLIENT_KILLS=100 npm test -- client-kills` for the figure; a few in CI. */
const KILLS = Number(process.env['CLIENT_KILLS'] ?? 6);
/** `CLIENT_KILLS_SEED` repeats the choices of a run; what falls between them is up to the machine. */
const seed = Number(process.env['CLIENT_KILLS_SEED'] ?? randomInt(2 ** 31));
const LANES = 4;

describe(`the client pays while the API is killed ${KILLS} times (seed ${seed})`, () => {
  let world: World;
  const folder = mkdtempSync(join(tmpdir(), 'lanes-'));
  const paid: (PaidOrder & { readonly till: Till })[] = [];
  let isOver = false;

  beforeAll(
    async () => {
      world = await startWorld();
      const tills = await Promise.all(Array.from({ length: LANES }, () => world.terminal()));
      const lanes = tills.map((till, at) => work(till, at));
      const random = randomFrom(seed);
      for (let kill = 0; kill < KILLS; kill += 1) {
        await pause(random() * 2_000);
        await world.api.kill();
        await pause(random() * 300);
        await world.api.start();
      }
      isOver = true;
      await Promise.all(lanes);
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

  it('it was no walk: calls had to be repeated', () => {
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
