import { afterEach, describe, expect, it } from '@jest/globals';
import type { WebhookEvent } from '../../src/domain/webhook-delivery.js';
import {
  buildDeliveryStart,
  deliveryWorkflowId,
  webhookDeliveryWorkflow,
} from '../../src/workflows/webhook-delivery.messages.js';
import {
  announcedUpdate,
  buildEndpointStart,
  endpointChangedSignal,
  webhookEndpointWorkflow,
} from '../../src/workflows/webhook-endpoint.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, saleInput } from '../support/terms.js';
import { createGetnetAnswering } from '../support/transaction-world.js';
import { startWebhookWorld } from '../support/webhook-world.js';
import type { WebhookWorld } from '../support/webhook-world.js';

useStoryWorkers({ webhooks: true });

let hooked: WebhookWorld;
afterEach(() => hooked.close());

const event = (key: string, transactionId: string): WebhookEvent => ({
  type: 'transaction.approved',
  key,
  transactionId,
  at: new Date().toISOString(),
  data: JSON.stringify({ id: key }),
});

describe('an endpoint was ended by hand, and a worker opens what its run had numbered after the next run has read the numbers', () => {
  it('the first of two events of a transaction gets another number: it is delivered before the second, and nothing is forgotten', async () => {
    hooked = await startWebhookWorld(createGetnetAnswering(approved()));
    const { world, merchant, shop } = hooked;
    const name = { merchant, endpoint: 'main' };
    // The world knows its workflows by the names of its sales. This one announces nothing.
    const { accepted, policy } = saleInput();
    await world.sale({ version: 1, accepted: { ...accepted, merchant }, policy });
    const { recallEndpoint } = world.activities;
    world.activities.recallEndpoint = async (endpoint) => {
      const record = await recallEndpoint(endpoint);
      const input = { version: 1, ...name, sequence: 1, event: event('of_before', 'tx_before') } as const;
      await world.client.workflow.start(
        webhookDeliveryWorkflow,
        buildDeliveryStart({ ...input, watermark: 1, pausesMs: [100] }, { taskQueue: world.taskQueue }),
      );
      for (const key of ['first', 'second'])
        await hooked.endpointRun().signal(endpointChangedSignal, {
          version: 1,
          kind: 'announced',
          event: event(key, 'tx_1'),
        });
      return record;
    };
    await world.client.workflow.start(webhookEndpointWorkflow, buildEndpointStart(name, world.taskQueue));
    await shop.has(3);
    expect(
      shop.received
        .filter(({ body }) => body.data.id !== 'of_before')
        .map(({ body }) => [body.data.id, body.sequence]),
    ).toEqual([
      ['first', 3],
      ['second', 2],
    ]);
    expect(await hooked.endpointShows(({ watermark }) => watermark === 4)).toMatchObject({ last: 3 });
    const again = await hooked
      .endpointRun()
      .executeUpdate(announcedUpdate, { args: [event('of_before', 'tx_before')] });
    expect(again).toBe(3);
    expect(
      await world.client.workflow.getHandle(deliveryWorkflowId({ ...name, sequence: 1 })).result(),
    ).toMatchObject({
      state: 'delivered',
    });
  });
});
