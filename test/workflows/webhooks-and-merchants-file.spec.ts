import { afterEach, describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/domain/snapshot.js';
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

/** @returns how it stands once it has ended. */
async function sellApproved(announces?: Announces): Promise<Snapshot> {
  const sale = await hooked.sale({}, announces);
  await sale.post();
  await sale.callBack('900001');
  const end = await sale.run.result();
  expect(end).toMatchObject({ status: 'approved' });
  return end;
}

const NOT_IN_FILE = 'the endpoint is not in the merchants file';

/** @returns the first try of a delivery, once it was made. */
function waitForTry(sequence: number, endpoint: string) {
  const read = async () => (await hooked.delivery(sequence, endpoint)).tries?.[0];
  return until(() => read().catch(() => undefined));
}

/** The worker learns the endpoints of the two sales from the API, and cannot deliver: events 2 and 3 were tried. */
async function waitForRefusedDeliveries(): Promise<void> {
  const tries = await Promise.all([2, 3].map((sequence) => waitForTry(sequence, 'main')));
  expect(tries.map(({ cause }) => cause)).toEqual([NOT_IN_FILE, NOT_IN_FILE]);
}

/** The worker does not know to whom it is to announce: the announcement run of each sale has tried. */
async function waitForRefusedAnnouncements(sales: readonly Snapshot[]): Promise<void> {
  const isRefused = async (sale: Snapshot) => {
    const { raw } = await hooked.getAnnouncementRun(sale, 'approved').describe();
    return raw.pendingActivities?.some(({ lastFailure }) => lastFailure?.message?.includes('are not known'));
  };
  await Promise.all(sales.map((sale) => until(() => isRefused(sale))));
}

describe('a worker whose merchants file is wrong or old', () => {
  it.each([
    ['accepted by an API that knew the endpoints', undefined, waitForRefusedDeliveries],
    ['accepted by an earlier version, or when nobody knew the endpoints', true, waitForRefusedAnnouncements],
  ] as const)(
    'it has the merchant as stopped: sales %s end all the same, and their events come once the file is right',
    async (_, announces, waitForRefusals) => {
      await listen();
      const sales = [await sellApproved(announces)];
      await hooked.shop.has(1);
      hooked.workerHas(undefined);
      sales.push(await sellApproved(announces), await sellApproved(announces));
      await waitForRefusals(sales.slice(1));
      expect(hooked.shop.received).toHaveLength(1);
      hooked.workerHas(['main']);
      sales.push(await sellApproved(announces));
      const received = await hooked.shop.has(4);
      expect(received.map(({ body }) => body.sequence).toSorted()).toEqual([1, 2, 3, 4]);
      expect(received.map(({ body }) => body.data.id).toSorted()).toEqual(
        sales.map(({ accepted }) => accepted.transactionId).toSorted(),
      );
      expect(await hooked.endpointShows(({ watermark }) => watermark === 5)).toMatchObject({ last: 4 });
    },
  );

  it('an endpoint was added, and only the API knows it: its deliveries say so, and come once the worker has it', async () => {
    await listen({ ...longRetries, endpoints: ['main', 'added'] });
    hooked.workerHas(['main']);
    await sellApproved();
    await hooked.shop.has(1);
    expect(await waitForTry(1, 'added')).toMatchObject({ status: null, cause: NOT_IN_FILE });
    hooked.workerHas(['main', 'added']);
    const [received] = (await hooked.shops[1]?.has(1)) ?? [];
    expect(received?.body).toMatchObject({ type: 'transaction.approved', sequence: 1 });
  });

  it('an endpoint was taken out on purpose: its deliveries fail after their pauses, and another endpoint waits for nothing', async () => {
    await listen({ pausesMs: [50], endpoints: ['main', 'removed'] });
    hooked.workerHas(['main']);
    const { accepted } = await sellApproved();
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
