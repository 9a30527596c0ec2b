import { randomUUID } from 'node:crypto';
import { deliveryWorkflowId } from '../../src/workflows/webhook-delivery.messages.js';
import { endpointWorkflowId } from '../../src/workflows/webhook-endpoint.messages.js';
import { eventually } from '../e2e/support/eventually.js';
import { getEndpoint } from '../e2e/support/webhook-load.js';
import { startWorld } from '../e2e/support/world.js';
import { startReceiver } from '../webhooks/support/receiver.js';
import type { Scenario } from './scenario.js';

const secret = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;

/** A sale of a shop that listens, whose receiver refuses the first try. @returns the ids of the runs. */
async function announceSale(isVoided: boolean) {
  const shop = await startReceiver(secret);
  const endpoint = `main-${randomUUID().slice(0, 8)}`;
  const hook = { id: endpoint, url: shop.url, secrets: [{ env: 'HOOK' }], events: ['transaction.*'] };
  const world = await startWorld({
    env: { HOOK: secret, WEBHOOK_RETRIES: '200ms,200ms' },
    webhooks: [hook],
  });
  try {
    shop.does((_, answer) => void answer.writeHead(shop.received.length === 1 ? 503 : 204).end());
    const till = await world.terminal();
    const sale = await till.sale();
    await sale.becomes('approved');
    const name = { merchant: till.shop.id, endpoint };
    const ids = { sale: sale.run().workflowId, endpoint: endpointWorkflowId(name), undo: '' };
    const delivery = deliveryWorkflowId({ ...name, sequence: 1 });
    await eventually('the delivery', async () => (shop.received.length > 1 ? true : undefined));
    await world.temporal.workflow.getHandle(delivery).result();
    if (isVoided) {
      const undo = await till.sale({ operation: { type: 'void', originalTransactionId: sale.id } });
      await undo.becomes('approved');
      ids.undo = undo.run().workflowId;
      await world.temporal.workflow.getHandle(ids.undo).result();
    }
    return { ...ids, delivery };
  } finally {
    await world.close();
    await shop.close();
  }
}

/**
 * Its receiver takes nothing until the sale is told of as reversed: two events of the sale wait, and are called one after the other.
 *
 * @returns the id of the sequence, which opens and calls deliveries by ordinary activities.
 */
const endpointOutside: Scenario = async () => {
  const shop = await startReceiver(secret);
  const endpoint = `main-${randomUUID().slice(0, 8)}`;
  const hook = { id: endpoint, url: shop.url, secrets: [{ env: 'HOOK' }], events: ['transaction.*'] };
  const pauses = Array.from({ length: 50 }, () => '1s').join();
  const world = await startWorld({ env: { HOOK: secret, WEBHOOK_RETRIES: pauses }, webhooks: [hook] });
  try {
    shop.answers(503);
    const till = await world.terminal();
    const sale = await till.sale();
    await sale.becomes('approved');
    const undo = await till.sale({ operation: { type: 'void', originalTransactionId: sale.id } });
    await undo.becomes('approved');
    const { memo } = getEndpoint(world.temporal, world.taskQueue, { merchant: till.shop.id, endpoint });
    await eventually('four events', async () => (await memo()).last === 4 || undefined);
    shop.answers(204);
    await eventually('all of them taken', async () => (await memo()).watermark === 5 || undefined);
    return endpointWorkflowId({ merchant: till.shop.id, endpoint });
  } finally {
    await world.close();
    await shop.close();
  }
};

const announced: Scenario = async () => (await announceSale(false)).sale;
const announcedVoid: Scenario = async () => (await announceSale(true)).undo;
const endpoint: Scenario = async () => (await announceSale(false)).endpoint;
const delivery: Scenario = async () => (await announceSale(false)).delivery;

/** A merchant with an endpoint. */
export const webhookScenarios: Readonly<Record<string, Scenario>> = {
  'announced-sale': announced,
  'announced-void': announcedVoid,
  'webhook-endpoint': endpoint,
  'webhook-endpoint-outside': endpointOutside,
  'webhook-delivery': delivery,
};
