import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ParentClosePolicy,
  TemporalFailure,
  condition,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { listStates } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';
import { announceState } from '../domain/webhook-announcement.js';
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

/** Announces each state of a transaction that webhooks tell of, beside whatever its run does. */
export class StateAnnouncer {
  private told = 0;
  private isTelling = false;

  /** @param read the transaction as it is shown now. */
  constructor(private readonly read: () => Snapshot) {}

  /** Runs for as long as the run does. */
  async start(): Promise<never> {
    for (;;) {
      await condition(() => this.hasUntold);
      this.isTelling = true;
      await this.tellNext();
      this.isTelling = false;
    }
  }

  /** Before the run ends. */
  async waitUntilTold(): Promise<void> {
    await condition(() => !this.hasUntold && !this.isTelling);
  }

  private get hasUntold(): boolean {
    return listStates(this.read()).length > this.told;
  }

  private async tellNext(): Promise<void> {
    const snapshot = this.read();
    const state = listStates(snapshot)[this.told];
    this.told += 1;
    const announcement = state && announceState(snapshot, state);
    if (announcement) await announce(announcement);
  }
}
