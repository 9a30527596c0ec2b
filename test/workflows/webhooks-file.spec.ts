import { afterEach, describe, expect, it } from '@jest/globals';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved } from '../support/terms.js';
import { createGetnetAnswering } from '../support/transaction-world.js';
import { startWebhookWorld } from '../support/webhook-world.js';
import type { WebhookWorld } from '../support/webhook-world.js';

useStoryWorkers({ webhooks: true });

let hooked: WebhookWorld;
afterEach(() => hooked.close());

/** @returns its id, once it has ended. */
async function approvedSale(): Promise<string> {
  const sale = await hooked.sale();
  await sale.dispatched();
  await sale.calledBack('900001');
  expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  return sale.input.accepted.transactionId;
}

const readSummary = ({ shop }: WebhookWorld) =>
  shop.received.map(({ body }) => ({ sequence: body.sequence, id: body.data.id }));

describe('a worker whose merchants file is wrong or old', () => {
  it('it has the merchant as stopped: sales end all the same, and their events come once the file is right', async () => {
    hooked = await startWebhookWorld(createGetnetAnswering(approved()));
    const before = await approvedSale();
    await hooked.shop.has(1);
    hooked.workerHas(undefined);
    const meanwhile = [await approvedSale(), await approvedSale()];
    expect(hooked.shop.received).toHaveLength(1);
    hooked.workerHas(['main']);
    const after = await approvedSale();
    await hooked.shop.has(4);
    const received = readSummary(hooked);
    expect(received.map(({ sequence }) => sequence).toSorted()).toEqual([1, 2, 3, 4]);
    expect(received.map(({ id }) => id).toSorted()).toEqual([before, ...meanwhile, after].toSorted());
    expect(await hooked.endpointShows(({ watermark }) => watermark === 5)).toMatchObject({ last: 4 });
  });
});
