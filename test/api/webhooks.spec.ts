import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import {
  deliveryListSchema,
  deliverySchema,
  webhookTestSchema,
} from '../../src/api/webhooks/delivery.schema.js';
import { attentionListSchema } from '../../src/api/operator/operator.schema.js';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import type { renderDelivery } from '../../src/api/webhooks/render-delivery.js';
import { composeWebhooks } from '../../src/worker/compose-webhooks.js';
import { approved } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startReceiver } from '../webhooks/support/receiver.js';
import type { Receiver } from '../webhooks/support/receiver.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { keys, merchants, shopSettings } from './support/shop.js';

type Delivery = ReturnType<typeof renderDelivery>;
interface DeliveryList {
  readonly items: readonly Delivery[];
  readonly nextCursor: string | null;
}

const secret = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;
const pauses = { WEBHOOK_RETRIES: '50ms,50ms' };
let world: ApiWorld;
let shop: Receiver;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  shop = await startReceiver(secret);
  const env = { ...pauses, HOOK: secret, HOOK_URL: shop.url };
  const webhooks = composeWebhooks(await shopSettings({ ...env }));
  world = await startApiWorld(createGetnetAnswering(approved()), { terminals: 4, env, webhooks });
});
afterAll(async () => {
  await world.close();
  await shop.close();
});

let terminals = 0;
async function approvedSale(): Promise<string> {
  const started = await world.api.start(buildSaleBody(`cl-${(terminals += 1)}`));
  const { id } = started.body;
  await world.api.ask(buildCallbackPath(id), { method: 'POST', body: buildCallbackBody(0) });
  await world.becomes(id, 'approved').catch(() => undefined);
  return id;
}

const list = (query = '') => world.api.get<DeliveryList>(`/v1/webhook-deliveries${query}`);

async function deadEndpoints() {
  const as = keys.chileSupport;
  const { body } = await world.api.get<{ readonly items: readonly RenderedCase[] }>(
    '/v1/operator/attention',
    { as },
  );
  attentionListSchema.parse(body);
  return body.items.filter(({ reason }) => reason === 'webhook_dead');
}

/** Waits until a delivery is as told. */
async function findDelivery(is: (one: Delivery) => boolean): Promise<Delivery> {
  return until(async () => {
    const { body } = await list();
    deliveryListSchema.parse(body);
    return body.items.find(is);
  });
}

describe('webhooks over the API', () => {
  it('a sale is approved: the shop verifies the event, and its data is what GET shows', async () => {
    const id = await approvedSale();
    const [event] = (await shop.has(1)).filter(({ body }) => body.data.id === id);
    expect(event?.body).toMatchObject({ type: 'transaction.approved', sequence: 1, watermark: 1 });
    const { body } = await world.api.get(`/v1/transactions/${id}`);
    expect(transactionSchema.parse(event?.body.data)).toEqual(body);
    expect(new Webhook(secret).verify(event?.text ?? '', event?.headers ?? {})).toEqual(event?.body);
    const delivery = await findDelivery(
      ({ state, transactionId }) => transactionId === id && state === 'delivered',
    );
    expect(delivery).toMatchObject({
      id: 'wd_main_1',
      endpoint: 'main',
      type: 'transaction.approved',
      sequence: 1,
      attempts: [{ status: 204, cause: null }],
    });
  });

  it('it fails for good and is redelivered: the same id, sequence and bytes', async () => {
    shop.answers(500);
    const id = await approvedSale();
    const failed = await findDelivery(
      ({ state, transactionId }) => transactionId === id && state === 'failed',
    );
    expect(failed.attempts.map(({ status }) => status)).toEqual([500, 500, 500]);
    shop.answers(200);
    // The endpoint hears of it a moment later.
    await until(async () => (await deadEndpoints()).length > 0);
    expect(await deadEndpoints()).toMatchObject([
      {
        transaction: null,
        endpoint: 'main',
        reason: 'webhook_dead',
        evidence: [{ source: 'webhook', says: expect.stringContaining(failed.id) }],
        acts: [{ act: 'redeliver', allowed: true, why: null }],
      },
    ]);
    const before = shop.received.length;
    const again = await world.api.post(`/v1/webhook-deliveries/${failed.id}/redeliver`);
    expect(again.status).toBe(202);
    expect(deliverySchema.parse(again.body)).toMatchObject({ id: failed.id, state: 'pending' });
    const received = await shop.has(before + 1);
    const ours = received.filter(({ body }) => body.sequence === failed.sequence);
    expect(new Set(ours.map(({ id: name, text }) => `${name} ${text}`)).size).toBe(1);
    await findDelivery(({ state, sequence }) => sequence === failed.sequence && state === 'delivered');
    await until(async () => (await deadEndpoints()).length === 0);
  });

  it('a test is asked for: it has the next number, and one that was delivered can be sent once more', async () => {
    const { status, body } = await world.api.post('/v1/webhooks/test');
    expect(status).toBe(202);
    const { items, nextCursor, ...only } = webhookTestSchema.parse(body);
    expect([only]).toEqual(items);
    expect(nextCursor).toBeNull();
    expect(items).toMatchObject([
      { endpoint: 'main', type: 'webhook.test', transactionId: null, state: 'pending' },
    ]);
    const [{ id = '', sequence = 0 } = {}] = items;
    await findDelivery((one) => one.id === id && one.state === 'delivered');
    const before = shop.received.length;
    expect((await world.api.post(`/v1/webhook-deliveries/${id}/redeliver`)).status).toBe(202);
    expect((await shop.has(before + 1)).at(-1)?.body).toMatchObject({ sequence, type: 'webhook.test' });
  });

  it('the list is asked with a parameter that it does not have: 422, and the parameter is named', async () => {
    const { status, body } = await world.api.get('/v1/webhook-deliveries?foo=1');
    expect({ status, body }).toMatchObject({ status: 422, body: { errors: [{ field: 'foo' }] } });
  });

  it('pages are read to the end: every number once, the newest first', async () => {
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: DeliveryList } = await list(`?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ sequence }) => sequence));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(seen.toSorted((one, other) => other - one));
    expect(seen).toEqual([3, 2, 1]);
  });

  it.each(['?limit=0', '?limit=x', '?cursor=x'])('the query is %s: 422', async (query) => {
    expect((await list(query)).status).toBe(422);
  });

  it.each(['wd_main_9999', 'wd_other_1', 'x'])('the id is %s: 404', async (id) => {
    expect((await world.api.post(`/v1/webhook-deliveries/${id}/redeliver`)).status).toBe(404);
  });

  it('another merchant asks: it sees none of it', async () => {
    const as = keys.argentina;
    expect((await world.api.get<DeliveryList>('/v1/webhook-deliveries', { as })).body.items).toEqual([]);
    expect((await world.api.post('/v1/webhook-deliveries/wd_main_1/redeliver', { as })).status).toBe(404);
    expect((await world.api.post('/v1/webhooks/test', { as })).body).toEqual({ items: [], nextCursor: null });
  });

  it('an operator may do the same; without a key nobody may', async () => {
    expect((await world.api.get('/v1/webhook-deliveries', { as: keys.chileSupport })).status).toBe(200);
    expect((await world.api.ask('/v1/webhook-deliveries')).status).toBe(401);
    expect((await world.api.ask('/v1/webhooks/test', { method: 'POST' })).status).toBe(401);
  });

  it('the secret is in no line of the log', () => {
    expect(world.api.lines.join('\n')).not.toContain(secret.slice(6));
    expect(merchants.chile).toMatch(/^shop-cl/);
  });
});
