import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, TemporalFailure, startChild, workflowInfo } from '@temporalio/workflow';
import type { Announcement } from '../domain/webhook-announcement.js';
import type { webhookAnnouncement } from './webhook-announcement.js';
import { announcementWorkflowId, webhookAnnouncementWorkflow } from './webhook-announcement.messages.js';
import { findWebhookTaskQueue, promptAnnouncementProxy } from './webhook-proxies.js';

/** So many are repeated with the next one, each with what it shows: Temporal takes 2 MB. */
const MOST_REPEATED = 20;

/**
 * Tells the merchant's endpoints what happened, in the order in which it did. What cannot be handed over at once goes to a run of its
 * own, which does not give up: nothing here fails, and nothing waits for a receiver.
 */
export class Announcer {
  /** Each has a run of its own, which may make it at any time: the next one repeats them first, and endpoints know them by their keys. */
  private perhapsUntold: readonly Announcement[] = [];

  async announce(announcement: Announcement): Promise<void> {
    const { runId, firstExecutionRunId } = workflowInfo();
    const known = { ...announcement, isByRepeat: runId !== firstExecutionRunId };
    const earlier = this.perhapsUntold;
    const order = earlier.length > 0 ? { ...known, earlier } : known;
    try {
      await promptAnnouncementProxy.announceEvent(order);
      this.perhapsUntold = [];
    } catch (failure) {
      if (!(failure instanceof TemporalFailure)) throw failure;
      this.perhapsUntold = [...earlier, known].slice(-MOST_REPEATED);
      await announceLater(order);
    }
  }
}

/** Its own run, which outlives ours. */
async function announceLater(announcement: Announcement): Promise<void> {
  try {
    await startChild<typeof webhookAnnouncement>(webhookAnnouncementWorkflow, {
      workflowId: announcementWorkflowId(announcement),
      taskQueue: findWebhookTaskQueue(),
      args: [{ version: 1, announcement }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: `${announcement.type} of ${announcement.merchant}`,
    });
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
  }
}
