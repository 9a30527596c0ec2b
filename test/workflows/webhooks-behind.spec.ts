import { afterEach, describe, expect, it } from '@jest/globals';
import { announcedUpdate, buildEndpointStart } from '../../src/workflows/webhook-endpoint.messages.js';
import { webhookEndpointWorkflow } from '../../src/workflows/webhook-endpoint.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, saleInput } from '../support/terms.js';
import { createGetnetAnswering } from '../support/transaction-world.js';
import { startWebhookWorld } from '../support/webhook-world.js';
import type { WebhookWorld } from '../support/webhook-world.js';

useStoryWorkers({ webhooks: true });

let hooked: WebhookWorld;
afterEach(() => hooked.close());

/** Announces one event, and waits until it has its number. */
async function announce(endpoint: string, n: number): Promise<number> {
  const { world, merchant } = hooked;
  const { workflowId } = buildEndpointStart({ merchant, endpoint }, world.taskQueue);
  const event = {
    type: 'transaction.approved',
    key: `event_${n}`,
    transactionId: `tx_${n}`,
    at: new Date().toISOString(),
    data: JSON.stringify({ id: `tx_${n}` }),
  } as const;
  return world.client.workflow.getHandle(workflowId).executeUpdate(announcedUpdate, { args: [event] });
}

async function readPriority(sequence: number, endpoint: string): Promise<number | undefined> {
  const { priority } = await hooked.getDeliveryRun(sequence, endpoint).describe();
  return priority?.priorityKey;
}

describe('an endpoint has many events that are not delivered', () => {
  it('its further ones, however singly they come, wait behind those of an endpoint that is up to date', async () => {
    const names = ['behind', 'current'] as const;
    hooked = await startWebhookWorld(createGetnetAnswering(approved()), {
      endpoints: [...names],
      pausesMs: [3_600_000],
    });
    const { world, merchant, shops } = hooked;
    // The world knows its workflows by the names of its sales. This one announces nothing.
    const { accepted, policy } = saleInput();
    await world.sale({ version: 1, accepted: { ...accepted, merchant }, policy });
    shops[0]?.answers(503);
    for (const endpoint of names)
      await world.client.workflow.start(
        webhookEndpointWorkflow,
        buildEndpointStart({ merchant, endpoint }, world.taskQueue),
      );
    for (let n = 1; n <= 21; n += 1) await announce('behind', n);
    await announce('current', 1);
    await shops[0]?.has(21);
    await shops[1]?.has(1);
    // Some are opened together, and by how many are under way then: the first one is alone.
    expect(await readPriority(1, 'behind')).toBe(await readPriority(1, 'current'));
    expect(await readPriority(21, 'behind')).toBeGreaterThan((await readPriority(1, 'current')) ?? 3);
  });
});
