import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { startReceiver } from '../webhooks/support/receiver.js';
import type { Receiver } from '../webhooks/support/receiver.js';
import { eventually } from './support/eventually.js';
import { expectOneCommandFor } from './support/expect-ledger.js';
import type { Sale } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const secret = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
/** One at each of the moments below, with two sales under way. */
const KILLS = 4;
const SALES = 2 * KILLS;

describe('webhooks of real processes', () => {
  const mark = randomUUID().slice(0, 8);
  let shop: Receiver;
  let hangs: Server;
  let world: World;
  beforeAll(async () => {
    shop = await startReceiver(secret);
    hangs = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((listening) =>
      hangs.once('listening', () => listening(hangs.address() as AddressInfo)),
    );
    // An endpoint is known by its name, and other worlds share the server.
    const endpoint = (name: string, url: string) => ({
      id: `${name}-${mark}`,
      url,
      secrets: [{ env: 'HOOK' }],
      events: ['transaction.*'],
    });
    world = await startWorld({
      viaProxy: ['worker'],
      env: { HOOK: secret, WEBHOOK_RETRIES: '300ms,600ms,1s,2s,2s,2s,2s' },
      webhooks: [endpoint('main', shop.url), endpoint('hangs', `http://127.0.0.1:${port}/`)],
    });
  });
  afterAll(async () => {
    await world.close();
    await shop.close();
    hangs.close();
  });

  it('the worker is killed again and again while sales are told, and another endpoint hangs: nothing is lost, none comes twice as new', async () => {
    const sales: Sale[] = [];
    // Nothing is delivered before an endpoint knows what was before: the worker dies while it asks.
    const recall = world.temporalProxy.hold({
      call: 'RespondWorkflowTaskCompleted',
      about: 'recallEndpoint',
      also: `main-${mark}`,
      leg: 'answer',
    });
    // Before its announcement, while it is made, while it is delivered, and after.
    const moments: readonly ((sale: Sale, before: number) => Promise<unknown>)[] = [
      async (sale) => {
        await Promise.all([sale.reachesTheTerminal(), recall.arrives()]);
      },
      (sale) => sale.settles(),
      (sale) =>
        eventually('the sequence', () =>
          sale
            .run()
            .describe()
            .then(({ status }) => status.name === 'COMPLETED' || undefined),
        ),
      (_, before) => eventually('a webhook', () => shop.received.length > before || undefined),
    ];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const tills = await Promise.all([world.terminal(), world.terminal()]);
      const before = shop.received.length;
      const both = await Promise.all(tills.map((till) => till.sale()));
      sales.push(...both);
      const [sale] = both;
      if (sale) await moments[kill]?.(sale, before);
      await world.worker.kill();
      await world.worker.start();
    }
    for (const sale of sales) await sale.becomes('approved');
    const told = () => new Set(shop.received.map(({ body }) => body.data.id));
    await eventually('all sales to be told', () => (told().size === SALES ? true : undefined));

    const ids = new Set(shop.received.map(({ id }) => id));
    expect(ids.size).toBe(SALES);
    const numbers = [...new Set(shop.received.map(({ body }) => body.sequence))];
    expect(numbers.toSorted((one, other) => one - other)).toEqual(sales.map((_, place) => place + 1));
    // A repeat has the same id and the same bytes.
    const texts = new Set(shop.received.map(({ id, text }) => `${id} ${text}`));
    expect(texts.size).toBe(SALES);
    for (const sale of sales) await expectOneCommandFor(sale);
    process.stdout.write(
      `webhooks: ${KILLS} kills of the worker, ${SALES} events, ${shop.received.length} posts, 0 lost, 0 twice as new\n`,
    );
  });
});
