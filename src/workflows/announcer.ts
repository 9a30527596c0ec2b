import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, TemporalFailure, startChild, workflowInfo } from '@temporalio/workflow';
import type { Announcement } from '../domain/webhook-announcement.js';
import { listAccepted } from '../domain/webhook-audience.js';
import type { Announces } from '../domain/webhook-audience.js';
import type { webhookAnnouncement } from './webhook-announcement.js';
import { announcementWorkflowId, webhookAnnouncementWorkflow } from './webhook-announcement.messages.js';
import { findWebhookTaskQueue, promptAnnouncementProxy } from './webhook-proxies.js';

/** Announcements that the next one repeats. Each carries its data, and Temporal takes 2 MB. */
const MAX_REPEATED = 20;

/**
 * Tells the merchant's endpoints what happened, in the order in which it did. What cannot be handed over at once goes to a run of its
 * own, which does not give up: nothing here fails, and nothing waits for a receiver.
 */
export class Announcer {
  /**
   * Each has a run of its own that has not ended: the next announcement repeats them first, and endpoints know them by their keys. Endpoints
   * forget a key after some thousand events, so that nothing is repeated once its run has ended.
   */
  private unconfirmed: readonly Announcement[] = [];

  /** @param announces as the run was started with. Undefined: the worker's merchants file alone decides which endpoints get it. */
  constructor(private readonly announces?: Announces) {}

  async announce(announcement: Announcement): Promise<void> {
    const { runId, firstExecutionRunId } = workflowInfo();
    const endpoints = listAccepted(this.announces);
    const known = {
      ...announcement,
      ...(endpoints && { endpoints }),
      isByRepeat: runId !== firstExecutionRunId,
    };
    const earlier = this.unconfirmed;
    const order = earlier.length > 0 ? { ...known, earlier } : known;
    try {
      await promptAnnouncementProxy.announceEvent(order);
      this.unconfirmed = [];
    } catch (failure) {
      if (!(failure instanceof TemporalFailure)) throw failure;
      this.unconfirmed = [...earlier, known].slice(-MAX_REPEATED);
      const later = await announceLater(order);
      void later?.result().then(
        () => this.forget([...earlier, known]),
        () => undefined,
      );
    }
  }

  private forget(announced: readonly Announcement[]): void {
    this.unconfirmed = this.unconfirmed.filter((one) => !announced.includes(one));
  }
}

/** Its own run, which outlives ours. @returns undefined where one runs already. */
async function announceLater(announcement: Announcement) {
  try {
    return await startChild<typeof webhookAnnouncement>(webhookAnnouncementWorkflow, {
      workflowId: announcementWorkflowId(announcement),
      taskQueue: findWebhookTaskQueue(),
      args: [{ version: 1, announcement }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: `${announcement.type} of ${announcement.merchant}`,
    });
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
    return undefined;
  }
}
