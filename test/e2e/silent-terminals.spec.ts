import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import { startSecondApi } from './support/second-api.js';
import type { SecondApi } from './support/second-api.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** Nothing is read, nothing is answered. */
const silent = { answer: { lost: 'before_reading' } } as const;

const LIMIT_MS = 180_000;
const SILENT_AFTER_MS = 12_000;
/** A lease's bound is then 6.1 s. */
const env = {
  DISPATCH_WITHIN: '3s',
  GETNET_TIMEOUT: '500ms',
  LIFECYCLE_WINDOW: '500ms',
  LIFECYCLE_LIMIT: '2s',
  ATTENTION_AFTER: '7s',
  QUARANTINE_SILENT_AFTER: `${SILENT_AFTER_MS}ms`,
};

let world: World;
let second: SecondApi;
let replicas: readonly string[];
beforeAll(async () => {
  world = await startWorld({ env });
  second = await startSecondApi(world);
  replicas = [world.urls.api, second.url];
}, LIMIT_MS);
afterAll(async () => {
  await second.stop();
  await world.close();
}, LIMIT_MS);

const isQuarantined = (till: Till) =>
  eventually(`${till.counter.id} to be quarantined`, async () =>
    (await till.get()).body['quarantined'] === true ? true : undefined,
  );

/** Asks one replica to start something on the terminal. */
function startAt(replica: string, { shop, counter }: Till, body: object) {
  return exchange(`${replica}/v1/transactions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${shop.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      prefer: 'wait=20',
    },
    body: JSON.stringify({ terminalId: counter.id, ...body }),
  });
}

const sale = { type: 'sale', amount: { value: 5_990, currency: 'CLP' }, reference: 'ORD-2002' };

describe('a sale of which nothing is heard', () => {
  it(
    'beyond the bound: its terminal takes no new payment at any replica, and a poll at one opens it at both',
    async () => {
      const till = await world.terminal({ script: silent });
      const silentSale = await till.sale();
      await silentSale.becomes('needs_attention');
      await isQuarantined(till);
      for (const replica of replicas)
        expect(await startAt(replica, till, sale)).toMatchObject({
          status: 409,
          body: {
            code: 'terminal-quarantined',
            moneyMoved: 'no',
            detail: expect.stringContaining(`nothing was heard of ${silentSale.id}`),
          },
        });
      expect((await till.ledger()).device).toEqual([]);
      const [first = '', other = ''] = replicas;
      expect(await startAt(other, till, { type: 'poll' })).toMatchObject({ body: { status: 'completed' } });
      expect(await startAt(first, till, sale)).toMatchObject({ body: { status: 'approved' } });
    },
    LIMIT_MS,
  );

  it(
    'the worker is killed while the bound runs, and is back after it: quarantined all the same',
    async () => {
      const till = await world.terminal({ script: silent });
      const silentSale = await till.sale();
      await silentSale.becomes('needs_attention');
      await world.worker.kill();
      const { createdAt } = (await silentSale.get()).body as { createdAt: string };
      const bound = Date.parse(createdAt) + SILENT_AFTER_MS + 500;
      await eventually('the bound to be over', () => (Date.now() > bound ? true : undefined));
      await world.worker.start();
      await isQuarantined(till);
      expect(await startAt(world.urls.api, till, sale)).toMatchObject({
        status: 409,
        body: { code: 'terminal-quarantined' },
      });
    },
    LIMIT_MS,
  );

  it(
    'the terminal answers another sale before the bound is over: it goes on',
    async () => {
      const till = await world.terminal({ script: silent });
      const silentSale = await till.sale();
      await till.isFree();
      expect(await startAt(world.urls.api, till, sale)).toMatchObject({ body: { status: 'approved' } });
      await silentSale.becomes('needs_attention');
      await eventually('the silence to be looked at', async () => {
        const { events } = await silentSale.run().fetchHistory();
        const counted = events?.filter(
          (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'countUnknown',
        );
        return counted?.length === 2 ? true : undefined;
      });
      expect(await startAt(world.urls.api, till, sale)).toMatchObject({ body: { status: 'approved' } });
    },
    LIMIT_MS,
  );
});
