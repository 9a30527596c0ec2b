import { ApplicationFailure } from '@temporalio/common';
import type { Announcement } from '../domain/webhook-announcement.js';
import { combineEndpoints } from '../domain/webhook-audience.js';
import type { SubscribedEndpoint } from '../domain/webhook-audience.js';
import type { WebhookEvent } from '../domain/webhook-delivery.js';
import { wantsEvent } from '../domain/webhook-events.js';
import {
  buildEndpointStart,
  endpointChangedSignal,
  webhookEndpointWorkflow,
} from '../workflows/webhook-endpoint.messages.js';
import type { EndpointChange } from '../workflows/webhook-endpoint.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { showSubject } from './webhook-subject.js';
import { requireEarlierStatesAnnounced } from './earlier-states.js';
import type { AnnouncementActivities } from './webhook-contract.js';

/** Hands what happened to the endpoints of its merchant. */
export function announcementActivities(deps: Dependencies): AnnouncementActivities {
  return { announceEvent: (announcement) => announceEvent(deps, announcement) };
}

/**
 * An endpoint that this worker's file does not have gets its number all the same: its delivery is tried until the file has it, or fails. An
 * endpoint that takes an event once more knows it by its key. No endpoint waits for another.
 *
 * @throws ApplicationFailure `EndpointsUnknown`, retryable, while nobody knows the endpoints: this worker has the merchant as stopped, or not in its
 *   file, and the announcement names none
 * @throws ApplicationFailure `EarlierEventUntold`, retryable, while an earlier event of its transaction is not announced
 */
export async function announceEvent(deps: Dependencies, announcement: Announcement): Promise<void> {
  const { merchant, endpoints, earlier = [] } = announcement;
  const all = combineEndpoints(deps.webhooks.listEndpoints(merchant), endpoints);
  if (all === undefined) throw buildUnknown(deps, announcement);
  if (all.length === 0) return;
  const announcements = [...earlier, announcement];
  await Promise.all(announcements.map((one) => requireEarlierStatesAnnounced(deps, one)));
  const shown = await Promise.all(announcements.map((one) => showEvent(deps, one, all)));
  const events = shown.filter((event) => event !== undefined);
  await Promise.all(
    all.map(async ({ id, events: patterns }) => {
      for (const event of events)
        if (wantsEvent(patterns, event.type))
          await announceToEndpoint(deps, { merchant, endpoint: id }, event);
    }),
  );
}

/** A file may be wrong for as long as transactions are remembered; a merchant that was taken out for good holds nothing longer. */
function buildUnknown({ retentionMs }: Dependencies, { merchant, at }: Announcement): ApplicationFailure {
  const nonRetryable = Date.now() > Date.parse(at) + retentionMs;
  const message = `The endpoints of ${merchant} are not known: this merchant is stopped or missing in the merchants file of this worker.`;
  return ApplicationFailure.create({ message, type: 'EndpointsUnknown', nonRetryable });
}

/** @returns undefined where no endpoint takes it, or there is nothing to tell. */
async function showEvent(
  deps: Dependencies,
  { type, key, at, subject, isByRepeat }: Announcement,
  endpoints: readonly SubscribedEndpoint[],
): Promise<WebhookEvent | undefined> {
  if (isByRepeat && type === 'transaction.not_sent') return undefined;
  const isOpenType = subject.kind === 'undo_ended';
  if (!endpoints.some(({ events }) => isOpenType || wantsEvent(events, type))) return undefined;
  const shown = await showSubject(deps, subject);
  return shown && { type, key, at, ...shown };
}

async function announceToEndpoint(
  deps: Dependencies,
  name: { readonly merchant: string; readonly endpoint: string },
  event: WebhookEvent,
): Promise<void> {
  const change: EndpointChange = { version: 1, kind: 'announced', event };
  await callTemporal(deps, () =>
    deps.temporal.workflow.signalWithStart(webhookEndpointWorkflow, {
      ...buildEndpointStart(name, deps.taskQueue),
      signal: endpointChangedSignal,
      signalArgs: [change],
    }),
  );
}
