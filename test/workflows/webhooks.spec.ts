import { describe, expect, it } from '@jest/globals';
import { deliveryChangedSignal } from '../../src/workflows/webhook-delivery.messages.js';
import type { History } from '../../src/dev/replay/histories.js';
import { useStoryWorkers } from '../support/story-workers.js';
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

/** The end of a local activity that hands an event over. */
const isAnnouncement = (event: NonNullable<History['events']>[number]) =>
  Buffer.from(event.markerRecordedEventAttributes?.details?.['data']?.payloads?.[0]?.data ?? [])
    .toString()
    .includes('"announceEvent"');

describe('a sale, and its shop has an endpoint', () => {
  it('approved: one event, with the transaction as GET shows it', async () => {
    await listen();
    const sale = await sell();
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

  it('not sent: the refusal is in the history before it is announced, because a worker that dies might still send', async () => {
    await listen({}, createGetnetOfflineOnce());
    const sale = await hooked.sale();
    expect(await sale.post()).toMatchObject({ status: 'not_sent' });
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

  it('its receiver is down for the first tries: the same message arrives in the end, and later ones in sequence', async () => {
    // However long the second sale takes: a delivery that has failed for good would hold the watermark for ever.
    await listen({ pausesMs: Array.from({ length: 600 }, () => 200) });
    hooked.shop.answers(503);
    await sell();
    await hooked.shop.has(2);
    await sell();
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

describe('a delivery', () => {
  it('every try fails: it is failed, the endpoint shows it and goes on', async () => {
    await listen({ pausesMs: [50, 50] });
    hooked.shop.answers(500);
    await sell();
    await hooked.shop.has(1);
    expect(await hooked.getDeliveryRun(1).result()).toMatchObject({ state: 'failed' });
    expect(hooked.shop.received).toHaveLength(3);
    expect(await hooked.endpointShows(({ failedCount }) => failedCount === 1)).toMatchObject({ failed: [1] });
    hooked.shop.answers(204);
    await sell();
    await hooked.shop.has(4);
    expect(hooked.shop.received.at(-1)?.body).toMatchObject({ sequence: 2, watermark: 1 });
    expect(hooked.world.counted.filter((what) => what === 'webhook_dead')).toHaveLength(1);
  });

  it('a 410: later events wait until a redelivery succeeds, and are then sent', async () => {
    await listen();
    hooked.shop.answers(410);
    await sell();
    await hooked.shop.has(1);
    await hooked.endpointShows(({ goneSince }) => Boolean(goneSince));
    await sell();
    await hooked.endpointShows(({ last }) => last === 2);
    expect(summarizeEvents(hooked)).toEqual([{ type: 'transaction.approved', sequence: 1 }]);
    hooked.shop.answers(200);
    await hooked.redeliver(1);
    await hooked.getDeliveryRun(2).result();
    expect(summarizeEvents(hooked).map(({ sequence }) => sequence)).toEqual([1, 1, 2]);
    const memo = await hooked.endpointShows(({ watermark }) => watermark === 3);
    expect(memo.goneSince ?? null).toBeNull();
  });

  it('a redelivery after a 410 succeeds at its second try: the endpoint is active again', async () => {
    await listen();
    hooked.shop.answers(410);
    await sell();
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

  it('its endpoint answered 410, and it is given up: failed, and it can be redelivered', async () => {
    await listen();
    hooked.shop.answers(410);
    await sell();
    await hooked.endpointShows(({ goneSince }) => Boolean(goneSince));
    await hooked.getDeliveryRun(1).signal(deliveryChangedSignal, { version: 1, kind: 'give_up' });
    expect(await hooked.getDeliveryRun(1).result()).toMatchObject({ state: 'failed' });
    expect(hooked.shop.received).toHaveLength(1);
  });
});
