import { randomUUID } from 'node:crypto';
import type { Webhooks } from '../../src/activities/dependencies.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { announceState } from '../../src/domain/webhook-announcement.js';
import type { Announces } from '../../src/domain/webhook-audience.js';
import { createWebhookSender } from '../../src/webhooks/sender.js';
import { announcementWorkflowId } from '../../src/workflows/webhook-announcement.messages.js';
import {
  deliveryChangedSignal,
  deliveryWorkflowId,
  webhookDeliveryWorkflow,
} from '../../src/workflows/webhook-delivery.messages.js';
import type { DeliveryMemo } from '../../src/workflows/webhook-delivery.messages.js';
import { endpointWorkflowId } from '../../src/workflows/webhook-endpoint.messages.js';
import type { EndpointMemo } from '../../src/workflows/webhook-endpoint.messages.js';
import { startReceiver } from '../webhooks/support/receiver.js';
import { saleInput } from './terms.js';
import type { SaleTerms } from './terms.js';
import { TransactionWorld } from './transaction-world.js';
import type { Getnet } from './transaction-world.js';
import { until } from './until.js';

const key = Buffer.alloc(32, 7);
const hookSecret = `whsec_${key.toString('base64')}`;

/** How a world with a shop that listens is to be. */
export interface WebhookWorldOptions {
  readonly pausesMs?: readonly number[];
  readonly endpoints?: readonly string[];
  readonly events?: readonly string[];
}

export type WebhookWorld = Awaited<ReturnType<typeof startWebhookWorld>>;

/** A merchant of its own, each of whose endpoints is a real receiver. */
export async function startWebhookWorld(
  getnet: Getnet,
  { pausesMs = [100, 200, 400], endpoints = ['main'], events = ['*'] }: WebhookWorldOptions = {},
) {
  const merchant = `hooked-${randomUUID().slice(0, 8)}`;
  const shops = await Promise.all(endpoints.map(() => startReceiver(hookSecret)));
  const findUrl = (id: string) => shops[endpoints.indexOf(id)]?.url ?? '';
  let known: readonly string[] | undefined = endpoints;
  const sender = createWebhookSender({
    findEndpoint: (_, id) => (known?.includes(id) ? { url: findUrl(id), keys: [key] } : undefined),
    allowPrivate: true,
    timeoutMs: 2_000,
  });
  const webhooks: Webhooks = {
    send: (sending) => sender.send(sending),
    listEndpoints: (who) => (who === merchant ? known?.map((id) => ({ id, events })) : []),
    pausesMs,
  };
  const world = await TransactionWorld.over(getnet, { webhooks });
  const [shop] = shops;
  if (shop === undefined) throw new Error('a shop has an endpoint');
  const getDeliveryRun = (sequence: number, endpoint = 'main') =>
    world.client.workflow.getHandle(deliveryWorkflowId({ merchant, endpoint, sequence }));
  const endpointRun = (endpoint = 'main') =>
    world.client.workflow.getHandle(endpointWorkflowId({ merchant, endpoint }));
  return {
    world,
    merchant,
    shop,
    shops,
    /** A sale whose states are announced, as the API accepts it, whose merchants file has all endpoints. */
    async sale(terms: SaleTerms = {}, announces: Announces = endpoints.map((id) => ({ id, events }))) {
      const { accepted, policy } = saleInput(terms);
      return world.sale({ version: 1, accepted: { ...accepted, merchant }, policy, announces });
    },
    /** The endpoints in the merchants file as the worker has it from now on. Undefined: it has the merchant as stopped. */
    workerHas: (ids: readonly string[] | undefined) => void (known = ids),
    getDeliveryRun,
    endpointRun,
    /** The run that announces a state of a transaction which could not be announced at once. */
    getAnnouncementRun(snapshot: Snapshot, status: Snapshot['status']) {
      const state = snapshot.states.find((one) => one.status === status);
      const { key = '' } = (state && announceState(snapshot, state)) ?? {};
      return world.client.workflow.getHandle(announcementWorkflowId({ merchant, key }));
    },
    delivery: async (sequence: number, endpoint = 'main') =>
      (await getDeliveryRun(sequence, endpoint).describe()).memo as unknown as DeliveryMemo,
    endpoint: async (endpoint = 'main') =>
      (await endpointRun(endpoint).describe()).memo as unknown as EndpointMemo,
    /** Waits until what an endpoint shows is so. */
    async endpointShows(is: (memo: EndpointMemo) => boolean, endpoint = 'main'): Promise<EndpointMemo> {
      return until(async () => {
        const memo = await endpointRun(endpoint)
          .describe()
          .then(({ memo: shown }) => shown as unknown as EndpointMemo | undefined)
          .catch(() => undefined);
        return memo?.last !== undefined && is(memo) && memo;
      });
    },
    redeliver: (sequence: number) =>
      getDeliveryRun(sequence).signal(deliveryChangedSignal, { version: 1, kind: 'redeliver', watermark: 1 }),
    /** How many deliveries were ever started, by the index. */
    count: () =>
      world.client.workflow
        .count(`WorkflowType = '${webhookDeliveryWorkflow}' AND Merchant = '${merchant}'`)
        .then(({ count }) => count),
    async close(): Promise<void> {
      await endAll();
      await world.close();
      await sender.close();
      for (const one of shops) await one.close();
    },
  };

  /** An endpoint and its pending deliveries would go on for ever on a server that others use. */
  async function endAll(): Promise<void> {
    for (const id of endpoints) {
      const memo = await endpointRun(id)
        .describe()
        .then(({ memo: shown }) => shown as unknown as EndpointMemo | undefined)
        .catch(() => undefined);
      if (memo === undefined) continue;
      await endpointRun(id)
        .terminate('the test is over')
        .catch(() => undefined);
      for (let sequence = memo.watermark; sequence <= memo.last; sequence += 1)
        await getDeliveryRun(sequence, id)
          .terminate('the test is over')
          .catch(() => undefined);
    }
  }
}
