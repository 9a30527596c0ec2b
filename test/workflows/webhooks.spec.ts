import { afterEach, describe, expect, it } from '@jest/globals';
import { announceState } from '../../src/domain/webhook-announcement.js';
import type { Announcement } from '../../src/domain/webhook-announcement.js';
import { announcementWorkflowId } from '../../src/workflows/webhook-announcement.messages.js';
import { deliveryChangedSignal } from '../../src/workflows/webhook-delivery.messages.js';
import type { History } from '../../src/dev/replay/histories.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, requireIdPosTxs } from '../support/terms.js';
import { createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startWebhookWorld } from '../support/webhook-world.js';
import type { WebhookWorld, WebhookWorldOptions } from '../support/webhook-world.js';

useStoryWorkers({ webhooks: true });

let hooked: WebhookWorld;
afterEach(() => hooked.close());

async function listen(
  options: WebhookWorldOptions = {},
  getnet: Getnet = createGetnetAnswering(approved()),
): Promise<WebhookWorld> {
  hooked = await startWebhookWorld(getnet, options);
  return hooked;
}

/** Refuses the first command and acknowledges the second. */
function createGetnetRefusingOnce(): Getnet {
  const getnet = createGetnetAnswering(approved());
  const send: Getnet['send'] = async ({ customId }) => {
    getnet.sent.push(customId);
    if (getnet.sent.length === 1) return { kind: 'refused', reason: 'terminal_offline' };
    return { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') };
  };
  return { ...getnet, send };
}

/** A sale that is not sent, and approved when its key tries again. @returns how it ended. */
async function approvedSecondTime(beforeSecondTime: (sale: Sale) => Promise<void> = async () => undefined) {
  const sale = await hooked.sale();
  expect(await sale.dispatched()).toMatchObject({ status: 'not_sent' });
  await beforeSecondTime(sale);
  await sale.triedAgain(2);
  await sale.calledBack('900001', 'approved', 2);
  const end = await sale.run.result();
  expect(end).toMatchObject({ status: 'approved' });
  return end;
}

async function approvedSale() {
  const sale = await hooked.sale();
  await sale.dispatched();
  await sale.calledBack('900001');
  expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  return sale;
}

const readSummary = ({ shop }: WebhookWorld) =>
  shop.received.map(({ body }) => ({ type: body.type, sequence: body.sequence }));

/** The end of a local activity that hands an event over. */
const isAnnouncement = (event: NonNullable<History['events']>[number]) =>
  Buffer.from(event.markerRecordedEventAttributes?.details?.['data']?.payloads?.[0]?.data ?? [])
    .toString()
    .includes('"announceEvent"');

describe('a sale of a shop that listens', () => {
  it('approved: its shop is told once, with the transaction as it is read', async () => {
    await listen();
    const sale = await approvedSale();
    const [one] = await hooked.shop.has(1);
    expect(one?.body).toMatchObject({
      type: 'transaction.approved',
      sequence: 1,
      watermark: 1,
      data: {
        id: sale.input.accepted.transactionId,
        status: 'approved',
        outcome: { moneyMoved: 'yes' },
        authorizationCode: '012345',
      },
    });
    await hooked.endpointShows(({ last }) => last === 1);
    await hooked.getDeliveryRun(1).result();
    const memo = await hooked.endpointShows(({ watermark }) => watermark === 2);
    expect(memo).toMatchObject({ last: 1, failedCount: 0 });
    expect(await hooked.delivery(1)).toMatchObject({
      state: 'delivered',
      tries: [{ status: 204, cause: null }],
    });
  });

  it('not sent: Temporal has the refusal before an endpoint hears of it, for a worker that dies might send after all', async () => {
    await listen({}, createGetnetRefusingOnce());
    const sale = await hooked.sale();
    expect(await sale.dispatched()).toMatchObject({ status: 'not_sent' });
    await hooked.shop.has(1);
    const { events } = await until(async () => {
      const history = await sale.run.fetchHistory();
      return history.events?.some(isAnnouncement) ? history : undefined;
    });
    const parked = events?.find((event) => event.workflowPropertiesModifiedEventAttributes);
    const announced = events?.find(isAnnouncement);
    const writtenBy = Number(parked?.workflowPropertiesModifiedEventAttributes?.workflowTaskCompletedEventId);
    expect(Number(announced?.markerRecordedEventAttributes?.workflowTaskCompletedEventId)).toBeGreaterThan(
      writtenBy,
    );
  });

  it('its receiver is down for the first tries: it gets the same message in the end, and later ones in their sequence', async () => {
    // However long the second sale takes: a delivery that has failed for good would hold the watermark for ever.
    await listen({ pausesMs: Array.from({ length: 600 }, () => 200) });
    hooked.shop.answers(503);
    await approvedSale();
    await hooked.shop.has(2);
    await approvedSale();
    hooked.shop.answers(200);
    await hooked.endpointShows(({ last }) => last === 2);
    await Promise.all([1, 2].map((sequence) => hooked.getDeliveryRun(sequence).result()));
    const first = hooked.shop.received.filter(({ body }) => body.sequence === 1);
    expect(new Set(first.map(({ id, text }) => `${id} ${text}`)).size).toBe(1);
    const second = hooked.shop.received.find(({ body }) => body.sequence === 2);
    expect(second?.body).toMatchObject({ sequence: 2, watermark: 1 });
    expect(((await hooked.delivery(1)).tries ?? []).map(({ status }) => status).slice(0, 2)).toEqual([
      503, 503,
    ]);
    expect(await hooked.endpointShows(({ watermark }) => watermark === 3)).toMatchObject({ last: 2 });
  });
});

describe('an announcement', () => {
  it('the endpoints cannot be told at once: the sale ends all the same, and they are told by a run of its own', async () => {
    await listen();
    let refusals = 2;
    const { announceEvent } = hooked.world.activities;
    hooked.world.activities.announceEvent = async (announcement) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('Temporal refuses');
      return announceEvent(announcement);
    };
    const sale = await approvedSale();
    const snapshot = await sale.run.result();
    const { transactionId } = snapshot.accepted;
    const [told] = snapshot.states.flatMap((state) => announceState(snapshot, state) ?? []);
    await hooked.world.knows(`webhookAnnouncement/${hooked.merchant}/${told?.key}`);
    expect((await hooked.shop.has(1))[0]?.body).toMatchObject({ sequence: 1, data: { id: transactionId } });
  });

  describe('is refused, and its own run makes it only after the next of its transaction', () => {
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
      ['taken at once', 0],
      ['refused once and made by a run of its own as well', 1],
    ])('the next one is %s: the shop has both once, in their order', async (_, refusalsOfSecond) => {
      await listen({}, createGetnetRefusingOnce());
      refuseFirst(refusalsOfSecond);
      const snapshot = await approvedSecondTime();
      await hooked.shop.has(2);
      const notSent = snapshot.states.find(({ status }) => status === 'not_sent');
      const { key = '' } = (notSent && announceState(snapshot, notSent)) ?? {};
      const ofItsOwn = announcementWorkflowId({ merchant: hooked.merchant, key });
      await hooked.world.client.workflow.getHandle(ofItsOwn).result();
      expect(readSummary(hooked)).toEqual(inOrder);
      expect(await hooked.endpointShows(({ watermark }) => watermark === 3)).toMatchObject({ last: 2 });
    });
  });

  it('is refused, and its own run has made it: the next of its transaction does not repeat it, however long ago that was', async () => {
    await listen({}, createGetnetRefusingOnce());
    const { activities } = hooked.world;
    const { announceEvent } = activities;
    const tried: Announcement[] = [];
    activities.announceEvent = async (announcement) => {
      tried.push(announcement);
      if (tried.length === 1) throw new Error('Temporal refuses');
      return announceEvent(announcement);
    };
    const isToldByItsOwnRun = async ({ run }: Sale) => {
      const { events } = await run.fetchHistory();
      return events?.some((event) => event.childWorkflowExecutionCompletedEventAttributes != null);
    };
    await approvedSecondTime((sale) => until(() => isToldByItsOwnRun(sale)).then(() => undefined));
    await hooked.shop.has(2);
    expect(tried.map(({ type, earlier }) => ({ type, earlier }))).toEqual([
      { type: 'transaction.not_sent', earlier: undefined },
      { type: 'transaction.not_sent', earlier: undefined },
      { type: 'transaction.approved', earlier: undefined },
    ]);
  });

  it('its answer is lost and it is made again: the shop is told once', async () => {
    await listen();
    const { announceEvent } = hooked.world.activities;
    let isLost = false;
    hooked.world.activities.announceEvent = async (announcement) => {
      await announceEvent(announcement);
      if (isLost) return;
      isLost = true;
      throw new Error('the worker dies here');
    };
    await approvedSale();
    await approvedSale();
    await hooked.shop.has(2);
    expect(readSummary(hooked)).toEqual([
      { type: 'transaction.approved', sequence: 1 },
      { type: 'transaction.approved', sequence: 2 },
    ]);
  });

  it('an endpoint is ended by hand: its sequence goes on where it was, and what is not delivered is known', async () => {
    await listen({ pausesMs: [50] });
    await approvedSale();
    await hooked.shop.has(1);
    hooked.shop.answers(500);
    await approvedSale();
    await hooked.endpointShows(({ failedCount }) => failedCount === 1);
    hooked.shop.answers(200);
    await approvedSale();
    await hooked.shop.has(4);
    await hooked.endpointShows(({ last }) => last === 3);
    await hooked.endpointRun().terminate('by mistake');
    await approvedSale();
    expect((await hooked.shop.has(5)).at(-1)?.body).toMatchObject({ sequence: 4, watermark: 2 });
    expect(await hooked.endpointShows(({ last }) => last === 4)).toMatchObject({ failed: [2] });
  });
});

describe('a delivery', () => {
  it('every try fails: it is failed, the endpoint shows it and goes on', async () => {
    await listen({ pausesMs: [50, 50] });
    hooked.shop.answers(500);
    await approvedSale();
    await hooked.shop.has(1);
    expect(await hooked.getDeliveryRun(1).result()).toMatchObject({ state: 'failed' });
    expect(hooked.shop.received).toHaveLength(3);
    expect(await hooked.endpointShows(({ failedCount }) => failedCount === 1)).toMatchObject({ failed: [1] });
    hooked.shop.answers(204);
    await approvedSale();
    await hooked.shop.has(4);
    expect(hooked.shop.received.at(-1)?.body).toMatchObject({ sequence: 2, watermark: 1 });
    expect(hooked.world.counted.filter((what) => what === 'webhook_dead')).toHaveLength(1);
  });

  it('a 410: what comes later waits, unsent, until a redelivery is taken; then all of it comes', async () => {
    await listen();
    hooked.shop.answers(410);
    await approvedSale();
    await hooked.shop.has(1);
    await hooked.endpointShows(({ goneSince }) => Boolean(goneSince));
    await approvedSale();
    await hooked.endpointShows(({ last }) => last === 2);
    expect(readSummary(hooked)).toEqual([{ type: 'transaction.approved', sequence: 1 }]);
    hooked.shop.answers(200);
    await hooked.redeliver(1);
    await hooked.getDeliveryRun(2).result();
    expect(readSummary(hooked).map(({ sequence }) => sequence)).toEqual([1, 1, 2]);
    const memo = await hooked.endpointShows(({ watermark }) => watermark === 3);
    expect(memo.goneSince ?? null).toBeNull();
  });

  it('a redelivery after a 410 is taken at its second try: the endpoint is back', async () => {
    await listen();
    hooked.shop.answers(410);
    await approvedSale();
    await hooked.endpointShows(({ goneSince }) => Boolean(goneSince));
    hooked.shop.does(
      (_, answer) => void answer.writeHead(hooked.shop.received.length === 2 ? 503 : 204).end(),
    );
    await hooked.redeliver(1);
    await hooked.getDeliveryRun(1).result();
    const memo = await hooked.endpointShows(({ watermark }) => watermark === 2);
    expect(hooked.shop.received).toHaveLength(3);
    expect(memo.goneSince ?? null).toBeNull();
  });

  it('it waits for an endpoint that is gone and is given up: it is failed, and may be redelivered', async () => {
    await listen();
    hooked.shop.answers(410);
    await approvedSale();
    await hooked.endpointShows(({ goneSince }) => Boolean(goneSince));
    await hooked.getDeliveryRun(1).signal(deliveryChangedSignal, { version: 1, kind: 'give_up' });
    expect(await hooked.getDeliveryRun(1).result()).toMatchObject({ state: 'failed' });
    expect(hooked.shop.received).toHaveLength(1);
  });
});
