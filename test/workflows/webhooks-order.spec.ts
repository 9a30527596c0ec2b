import { afterEach, describe, expect, it } from '@jest/globals';
import type { Late } from '../../src/domain/late-result.js';
import { announceLate, announceState } from '../../src/domain/webhook-announcement.js';
import {
  announcementWorkflowId,
  webhookAnnouncementWorkflow,
} from '../../src/workflows/webhook-announcement.messages.js';
import { webhookTaskQueue } from '../../src/workflows/webhook-endpoint.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved } from '../support/terms.js';
import { createGetnetAnswering } from '../support/transaction-world.js';
import { startWebhookWorld } from '../support/webhook-world.js';
import type { WebhookWorld } from '../support/webhook-world.js';

useStoryWorkers({ webhooks: true });

let hooked: WebhookWorld;
afterEach(() => hooked.close());

const late: Late = { moneyMoved: 'no', at: '2026-01-15T14:00:00.000Z', action: 'ask' };

/** A sale whose approval cannot be announced until it may. */
async function sellUnannounced() {
  hooked = await startWebhookWorld(createGetnetAnswering(approved()));
  const { activities } = hooked.world;
  const { announceEvent } = activities;
  let isRefused = true;
  activities.announceEvent = async (announcement) => {
    if (isRefused) throw new Error('Temporal refuses');
    return announceEvent(announcement);
  };
  const sale = await hooked.sale();
  await sale.post();
  await sale.callBack('900001');
  const snapshot = await sale.run.result();
  const { accepted } = snapshot;
  const latest = snapshot.states.at(-1);
  const { key = '' } = (latest && announceState(snapshot, latest)) ?? {};
  const announcement = announcementWorkflowId({ merchant: hooked.merchant, key });
  await hooked.world.knows(announcement);
  return {
    accepted,
    announceLate: () => announceEvent(announceLate(accepted, { at: late.at, late })),
    /** By a run that tries again. */
    startAnnouncingLate: () => {
      const contradiction = announceLate(accepted, { at: late.at, late });
      return hooked.world.client.workflow.start(webhookAnnouncementWorkflow, {
        workflowId: announcementWorkflowId(contradiction),
        taskQueue: webhookTaskQueue(hooked.world.taskQueue),
        args: [{ version: 1, announcement: contradiction }],
      });
    },
    nowAnnounced: async () => {
      isRefused = false;
      await hooked.world.client.workflow.getHandle(announcement).result();
    },
  };
}

describe('another run tells of a sale', () => {
  it('the sale’s own event is not announced yet: the other one waits, and the shop gets both in their order', async () => {
    const sale = await sellUnannounced();
    await expect(sale.announceLate()).rejects.toThrow('_approved is not announced yet');
    const other = await sale.startAnnouncingLate();
    await sale.nowAnnounced();
    await other.result();
    const received = await hooked.shop.has(2);
    expect(received.map(({ body }) => [body.sequence, body.type, body.data.id])).toEqual([
      [1, 'transaction.approved', sale.accepted.transactionId],
      [2, 'transaction.late_result', sale.accepted.transactionId],
    ]);
  });
});
