import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MemoryKeyStore, createClient } from '../../clients/typescript/src/index.js';
import { eventually } from './support/eventually.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

let world: World;
/** A customer who takes longer than an API that comes up. */
const patient = {
  env: { ...{ LIFECYCLE_WINDOW: '2s', LIFECYCLE_LIMIT: '40s' }, ATTENTION_AFTER: '60s' },
  simulator: { SIMULATOR_WINDOW: '2s', SIMULATOR_EXTRA_WINDOW: '30s' },
};

beforeAll(async () => void (world = await startWorld(patient)));
afterAll(() => world.close());

describe('the client listens to a sale', () => {
  it('the API is killed in between, and again: each state once, in order, as the sale has them in the end', async () => {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const order = till.order();
    await order.send();
    const client = createClient({
      ...{ baseUrl: world.urls.api, apiKey: till.shop.apiKey, keys: new MemoryKeyStore() },
    });
    const heard: string[] = [];
    const listening = (async () => {
      for await (const event of client.events({ transactionId: order.id })) {
        expect(event.missed).toBe(0);
        heard.push(`${event.eventId} ${event.status}`);
      }
    })();
    await eventually('the first states', () => (heard.length > 0 ? true : undefined));
    await world.api.kill();
    await world.api.start();
    await world.api.kill();
    await world.judge.steer(order.id, { action: 'approve' });
    await world.api.start();
    await listening;
    const { states = [] } = (await order.get()).body as { states?: readonly { n: number; status: string }[] };
    expect(heard).toEqual(states.map(({ n, status }) => `${n} ${status}`));
    expect(heard.at(-1)).toMatch(/ approved$/);
  });
});
