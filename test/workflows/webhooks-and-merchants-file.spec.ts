import { afterEach, describe, expect, it } from '@jest/globals';
import type { Accepted } from '../../src/domain/transaction.js';
import { announceLate } from '../../src/domain/webhook-announcement.js';
import type { Announces } from '../../src/domain/webhook-audience.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved } from '../support/terms.js';
import { createGetnetAnswering } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startWebhookWorld } from '../support/webhook-world.js';
import type { WebhookWorld, WebhookWorldOptions } from '../support/webhook-world.js';

useStoryWorkers({ webhooks: true });

let hooked: WebhookWorld;
afterEach(() => hooked.close());

/** However long it takes until the file is right: a delivery that has failed for good would not be tried again. */
const longRetries = { pausesMs: Array.from({ length: 600 }, () => 200) };

async function listen(options: WebhookWorldOptions = longRetries): Promise<void> {
  hooked = await startWebhookWorld(createGetnetAnswering(approved()), options);
}

/** @returns what was accepted, once it has ended. */
async function sellApproved(announces?: Announces): Promise<Accepted> {
  const sale = await hooked.sale({}, announces);
  await sale.post();
  await sale.callBack('900001');
  expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  return sale.input.accepted;
}

describe('a worker whose merchants file is wrong or old', () => {
  it.each([
    ['accepted by an API that knew the endpoints', undefined],
    ['accepted by an earlier version, or when nobody knew the endpoints', true],
  ] as const)(
    'it has the merchant as stopped: sales %s end all the same, and their events come once the file is right',
    async (_, announces) => {
      await listen();
      const sales = [await sellApproved(announces)];
      await hooked.shop.has(1);
      hooked.workerHas(undefined);
      sales.push(await sellApproved(announces), await sellApproved(announces));
      expect(hooked.shop.received).toHaveLength(1);
      hooked.workerHas(['main']);
      sales.push(await sellApproved(announces));
      const received = await hooked.shop.has(4);
      expect(received.map(({ body }) => body.sequence).toSorted()).toEqual([1, 2, 3, 4]);
      expect(received.map(({ body }) => body.data.id).toSorted()).toEqual(
        sales.map(({ transactionId }) => transactionId).toSorted(),
      );
      expect(await hooked.endpointShows(({ watermark }) => watermark === 5)).toMatchObject({ last: 4 });
    },
  );

  it('an endpoint was added, and only the API knows it: its deliveries say so, and come once the worker has it', async () => {
    await listen({ ...longRetries, endpoints: ['main', 'added'] });
    hooked.workerHas(['main']);
    await sellApproved();
    await hooked.shop.has(1);
    const isTried = async () => (await hooked.delivery(1, 'added')).tries?.[0];
    const tried = await until(() => isTried().catch(() => undefined));
    expect(tried).toMatchObject({ status: null, cause: 'the endpoint is not in the merchants file' });
    hooked.workerHas(['main', 'added']);
    const [received] = (await hooked.shops[1]?.has(1)) ?? [];
    expect(received?.body).toMatchObject({ type: 'transaction.approved', sequence: 1 });
  });

  it('an endpoint was taken out on purpose: its deliveries fail after their pauses, and another endpoint waits for nothing', async () => {
    await listen({ pausesMs: [50], endpoints: ['main', 'removed'] });
    hooked.workerHas(['main']);
    const accepted = await sellApproved();
    const late = { moneyMoved: 'no', at: '2026-01-15T14:00:00.000Z', action: 'ask' } as const;
    const endpoints = ['main', 'removed'].map((id) => ({ id, events: ['*'] }));
    const contradiction = announceLate(accepted, { at: late.at, late });
    await hooked.world.activities.announceEvent({ ...contradiction, endpoints });
    const received = await hooked.shop.has(2);
    expect(received.map(({ body }) => body.sequence)).toEqual([1, 2]);
    const memo = await hooked.endpointShows(({ failedCount }) => failedCount === 2, 'removed');
    expect(memo).toMatchObject({ last: 2, failed: [1, 2] });
    expect(hooked.shops[1]?.received).toEqual([]);
  });
});
