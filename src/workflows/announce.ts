import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, TemporalFailure, startChild, workflowInfo } from '@temporalio/workflow';
import type { Announcement } from '../domain/webhook-announcement.js';
import type { webhookAnnouncement } from './webhook-announcement.js';
import { announcementWorkflowId, webhookAnnouncementWorkflow } from './webhook-announcement.messages.js';
import { findWebhookTaskQueue, promptAnnouncementProxy } from './webhook-proxies.js';

/**
 * Tells the merchant's endpoints what happened. What cannot be handed over at once goes to a run of its own, which does not give
 * up: nothing here fails, and nothing waits for a receiver.
 */
export async function announce(announcement: Announcement): Promise<void> {
  const { runId, firstExecutionRunId } = workflowInfo();
  const known = { ...announcement, isByRepeat: runId !== firstExecutionRunId };
  try {
    await promptAnnouncementProxy.announceEvent(known);
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    await announceLater(known);
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
