import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Script } from '../../src/simulator/scripts/script.js';
import type { ManagedProcess } from './support/managed-process.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** Set E2E_SEEDS=1,2,3 to walk the same ways again. */
const seeds =
  process.env['E2E_SEEDS']?.split(',').map(Number) ?? Array.from({ length: 2 }, () => randomInt(1e9));
const tills = 4;
const sales = 10;
/** Milliseconds in which the sales of one walk begin, and in which things happen to the processes. */
const span = 3_000;

const scripts: readonly Script[] = [
  {},
  {},
  { callback: { lost: true } },
  { callback: { times: 2, retries: 3, retryAfter: '500ms' } },
  { answer: { lost: 'after_reading' } },
  { answer: { delay: '700ms' } },
  { answer: { callbackFirst: true } },
  { customer: { action: 'decline', after: '600ms' } },
];
/** What the default customer makes of them: pays, declined, cancels, walks away, pays late. */
const amounts = [5_990, 5_990, 5_901, 5_902, 5_903, 5_904];

const mishaps: readonly ((world: World, dice: Picker) => Promise<void>)[] = [
  ({ worker }) => killAndStart(worker),
  ({ worker }) => killAndStart(worker),
  ({ worker }) => stopAndStart(worker),
  ({ worker }, dice) => pauseFor(worker, dice.upTo(3_500)),
  ({ api }) => killAndStart(api),
  ({ api }) => stopAndStart(api),
  ({ api }, dice) => pauseFor(api, dice.upTo(1_500)),
  ({ api, worker }) => Promise.all([api, worker].map(killAndStart)).then(() => undefined),
];

const times = {
  DISPATCH_WITHIN: '6s',
  GETNET_TIMEOUT: '1s',
  ATTENTION_AFTER: '7s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '3s',
};

describe('ten sales on four terminals, while worker and API are killed, restarted and paused at random', () => {
  let world: World;
  const walks = new Map<number, readonly Order[]>();
  const places: Till[] = [];

  beforeAll(async () => {
    world = await startWorld({ env: times });
    const paying: Promise<void>[] = [];
    for (const seed of seeds) paying.push(...(await walk(seed)));
    await Promise.all(paying);
  });
  afterAll(() => world.close());

  async function walk(seed: number): Promise<readonly Promise<void>[]> {
    const dice = createPicker(seed);
    const counters = await Promise.all(Array.from({ length: tills }, () => world.terminal()));
    places.push(...counters);
    const orders: Order[] = [];
    const paying: Promise<void>[] = [];
    walks.set(seed, orders);
    for (let sale = 0; sale < sales; sale += 1) {
      const order = await newOrder(dice, counters);
      orders.push(order);
      paying.push(sendUntilAnswered(order, dice.upTo(span)));
    }
    for (const end = Date.now() + span; Date.now() < end;) {
      await pause(dice.upTo(600));
      await dice.oneOf(mishaps)(world, dice);
    }
    return paying;
  }

  async function newOrder(dice: Picker, counters: readonly Till[]): Promise<Order> {
    const order = dice.oneOf(counters).order({ amount: dice.oneOf(amounts), wait: dice.oneOf([1, 2]) });
    await world.judge.script(dice.oneOf(scripts), { customId: order.customId() });
    return order;
  }

  it.each(seeds)(
    'seed %i: every sale ends as the ledger says, or needs a person for a reason',
    async (seed) => {
      const story = `seed ${seed}`;
      for (const order of walks.get(seed) ?? []) {
        const { status } = await order.get();
        if (status === 404) continue;
        const body = await order.settles();
        await expectLedgerToAgree(order);
        // Only a command whose number nobody ever told us may be left to a person: everything else could be asked for.
        if (body.status === 'needs_attention')
          expect({ story, id: order.id, idPosTxs: body.idPosTxs }).toMatchObject({ idPosTxs: null });
        const { charges } = await order.truth();
        expect({ story, id: order.id, charges }).toMatchObject({
          charges: body.status === 'approved' ? 1 : expect.any(Number),
        });
      }
      expect({ story, alarms: (await world.judge.ledger()).alarms }).toEqual({ story, alarms: [] });
    },
  );

  it('all terminals are free in the end', async () => {
    expect(places).toHaveLength(seeds.length * tills);
    for (const till of places) await till.isFree();
  });
});

/** A cashier's backend: the same key again, until there is an answer or the customer has left. */
async function sendUntilAnswered(order: Order, from: number): Promise<void> {
  await pause(from);
  for (const end = Date.now() + 7_000; Date.now() < end;) {
    const answer = await order.send().catch(() => undefined);
    if (answer?.status === 200 || answer?.body.status === 'needs_attention') return;
    await pause(150);
  }
}

async function killAndStart(part: ManagedProcess): Promise<void> {
  await part.kill();
  await part.start();
}

async function stopAndStart(part: ManagedProcess): Promise<void> {
  expect(await part.stop()).toMatchObject({ code: 0, signal: null });
  await part.start();
}

async function pauseFor(part: ManagedProcess, milliseconds: number): Promise<void> {
  part.pause();
  await pause(milliseconds);
  part.resume();
}

/** Random choices that a seed repeats. */
interface Picker {
  upTo(most: number): number;
  oneOf<T>(things: readonly T[]): T;
}

/** mulberry32 */
function createPicker(seed: number): Picker {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    upTo: (most) => Math.floor(next() * most),
    oneOf: (things) => {
      const thing = things[Math.floor(next() * things.length)];
      if (thing === undefined) throw new Error('Nothing to choose from.');
      return thing;
    },
  };
}
