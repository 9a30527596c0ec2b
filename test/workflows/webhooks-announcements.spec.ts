import { describe, expect, it } from '@jest/globals';
import type { Announcement } from '../../src/domain/webhook-announcement.js';
import { useStoryWorkers } from '../support/story-workers.js';
import type { Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import {
  closeWorldAfterEach,
  createGetnetOfflineOnce,
  hooked,
  listen,
  sell,
  summarizeEvents,
} from './support/webhook-sales.js';

useStoryWorkers({ webhooks: true });

closeWorldAfterEach();

/** Runs a sale that is not sent, and approved when its key is used again. @returns its result. */
async function sellAtSecondAttempt(beforeRetry: (sale: Sale) => Promise<void> = async () => undefined) {
  const sale = await hooked.sale();
  expect(await sale.post()).toMatchObject({ status: 'not_sent' });
  await beforeRetry(sale);
  await sale.retry(2);
  await sale.callBack('900001', 'approved', 2);
  const end = await sale.run.result();
  expect(end).toMatchObject({ status: 'approved' });
  return end;
}

describe('an announcement', () => {
  it('it cannot be announced at once: the sale ends all the same, and an announcement run announces it', async () => {
    await listen();
    let refusals = 2;
    const { announceEvent } = hooked.world.activities;
    hooked.world.activities.announceEvent = async (announcement) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('Temporal refuses');
      return announceEvent(announcement);
    };
    const sale = await sell();
    const snapshot = await sale.run.result();
    const { transactionId } = snapshot.accepted;
    await hooked.world.knows(hooked.getAnnouncementRun(snapshot, 'approved').workflowId);
    expect((await hooked.shop.has(1))[0]?.body).toMatchObject({ sequence: 1, data: { id: transactionId } });
  });

  describe('is refused, and its own run succeeds only after the next one of the transaction', () => {
    /** Refuses the first of a transaction until the shop has the second, and of the second as many tries as told. */
    function refuseFirst(refusalsOfSecond: number): void {
      let left = refusalsOfSecond;
      const { activities } = hooked.world;
      const { announceEvent } = activities;
      const isRefused = (type: string) => {
        if (type === 'transaction.not_sent')
          return !hooked.shop.received.some(({ body }) => body.type === 'transaction.approved');
        left -= 1;
        return left >= 0;
      };
      activities.announceEvent = async (announcement) => {
        if (isRefused(announcement.type)) throw new Error('Temporal refuses');
        return announceEvent(announcement);
      };
    }

    const inOrder = [
      { type: 'transaction.not_sent', sequence: 1 },
      { type: 'transaction.approved', sequence: 2 },
    ];

    it.each([
      ['accepted at once', 0],
      ['refused once and announced by its own run as well', 1],
    ])('the next one is %s: the shop gets both once, in order', async (_, refusalsOfSecond) => {
      await listen({}, createGetnetOfflineOnce());
      refuseFirst(refusalsOfSecond);
      const snapshot = await sellAtSecondAttempt();
      await hooked.shop.has(2);
      await hooked.getAnnouncementRun(snapshot, 'not_sent').result();
      expect(summarizeEvents(hooked)).toEqual(inOrder);
      expect(await hooked.endpointShows(({ watermark }) => watermark === 3)).toMatchObject({ last: 2 });
    });
  });

  it('is refused, and its own run announced it: the next one of the transaction does not repeat it, however long ago that was', async () => {
    await listen({}, createGetnetOfflineOnce());
    const { activities } = hooked.world;
    const { announceEvent } = activities;
    const tried: Announcement[] = [];
    activities.announceEvent = async (announcement) => {
      tried.push(announcement);
      if (tried.length === 1) throw new Error('Temporal refuses');
      return announceEvent(announcement);
    };
    const isAnnouncedByItsOwnRun = async ({ run }: Sale) => {
      const { events } = await run.fetchHistory();
      return events?.some((event) => event.childWorkflowExecutionCompletedEventAttributes != null);
    };
    await sellAtSecondAttempt((sale) => until(() => isAnnouncedByItsOwnRun(sale)).then(() => undefined));
    await hooked.shop.has(2);
    expect(tried.map(({ type, earlier }) => ({ type, earlier }))).toEqual([
      { type: 'transaction.not_sent', earlier: undefined },
      { type: 'transaction.not_sent', earlier: undefined },
      { type: 'transaction.approved', earlier: undefined },
    ]);
  });

  it('its answer is lost and it is repeated: the shop gets one event', async () => {
    await listen();
    const { announceEvent } = hooked.world.activities;
    let isLost = false;
    hooked.world.activities.announceEvent = async (announcement) => {
      await announceEvent(announcement);
      if (isLost) return;
      isLost = true;
      throw new Error('the worker dies here');
    };
    const first = await sell();
    await hooked.getAnnouncementRun(await first.run.result(), 'approved').result();
    await hooked.shop.has(1);
    const second = await sell();
    expect(await hooked.endpointShows(({ watermark }) => watermark === 3)).toMatchObject({ last: 2 });
    const events = hooked.shop.received.map(({ body: { type, sequence, data } }) => [
      type,
      sequence,
      data.id,
    ]);
    expect(events).toEqual([
      ['transaction.approved', 1, first.input.accepted.transactionId],
      ['transaction.approved', 2, second.input.accepted.transactionId],
    ]);
  });

  it('the endpoint run is terminated: the sequence goes on, and undelivered events are still known', async () => {
    await listen({ pausesMs: [50] });
    await sell();
    await hooked.shop.has(1);
    hooked.shop.answers(500);
    await sell();
    await hooked.endpointShows(({ failedCount }) => failedCount === 1);
    hooked.shop.answers(200);
    await sell();
    await hooked.shop.has(4);
    await hooked.endpointShows(({ last }) => last === 3);
    await hooked.endpointRun().terminate('by mistake');
    await sell();
    expect((await hooked.shop.has(5)).at(-1)?.body).toMatchObject({ sequence: 4, watermark: 2 });
    expect(await hooked.endpointShows(({ last }) => last === 4)).toMatchObject({ failed: [2] });
  });
});
