import type { Announcement } from '../domain/webhook-announcement.js';
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
import { showSubject } from './show-subject.js';
import type { AnnouncementActivities } from './webhook-contract.js';

/** Hands what happened to the endpoints of its merchant. */
export function announcementActivities(deps: Dependencies): AnnouncementActivities {
  return { announceEvent: (announcement) => announceEvent(deps, announcement) };
}

/** An endpoint that takes it once more knows the event by its key. */
export async function announceEvent(deps: Dependencies, announcement: Announcement): Promise<void> {
  const { merchant, type, key, at, subject, isByRepeat } = announcement;
  if (isByRepeat && type === 'transaction.not_sent') return;
  const all = deps.webhooks.listEndpoints(merchant);
  const isOpenType = subject.kind === 'undo_ended';
  if (!all.some(({ events }) => isOpenType || wantsEvent(events, type))) return;
  const shown = await showSubject(deps, subject);
  if (shown === undefined) return;
  const event: WebhookEvent = { type, key, at, ...shown };
  const endpoints = all.filter(({ events }) => wantsEvent(events, event.type));
  await Promise.all(endpoints.map(({ id }) => tellEndpoint(deps, { merchant, endpoint: id }, event)));
}

async function tellEndpoint(
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
