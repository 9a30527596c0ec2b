import { computeNetSale } from '../domain/net-sale.js';
import { isSale } from '../domain/transaction-type.js';
import type { Announcement, AnnouncedSubject } from '../domain/webhook-announcement.js';
import type { WebhookEvent } from '../domain/webhook-delivery.js';
import { wantsEvent } from '../domain/webhook-events.js';
import { buildUndoneSale } from '../getnet/countries/sale-numbers.js';
import { render } from '../rendering/render-transaction.js';
import type { ShownTransaction } from '../rendering/render-transaction.js';
import {
  buildEndpointStart,
  endpointChangedSignal,
  webhookEndpointWorkflow,
} from '../workflows/webhook-endpoint.messages.js';
import type { EndpointChange } from '../workflows/webhook-endpoint.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readUndosOf } from './undos.js';
import type { AnnouncementActivities } from './webhook-contract.js';

/** Hands what happened to the endpoints of its merchant. */
export function announcementActivities(deps: Dependencies): AnnouncementActivities {
  return { announceEvent: (announcement) => announceEvent(deps, announcement) };
}

/** An endpoint that takes it once more knows the event by its key. */
export async function announceEvent(deps: Dependencies, announcement: Announcement): Promise<void> {
  const { merchant, type, key, at, subject, isByRepeat } = announcement;
  if (isByRepeat && type === 'transaction.not_sent') return;
  const endpoints = deps.webhooks.listEndpoints(merchant).filter(({ events }) => wantsEvent(events, type));
  if (endpoints.length === 0) return;
  const event: WebhookEvent = { type, key, at, ...(await show(deps, subject)) };
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

async function show(
  deps: Dependencies,
  subject: AnnouncedSubject,
): Promise<Pick<WebhookEvent, 'data' | 'transactionId'>> {
  if (subject.kind === 'other') return { data: JSON.stringify(subject.shown) };
  const { snapshot, late } = subject;
  const net = await readNetSale(deps, subject.snapshot);
  const { transactionId } = snapshot.accepted;
  return { transactionId, data: JSON.stringify(render({ ...net, late })) };
}

/** A run that tells of a state has not ended: only the service itself can have begun to undo its sale. */
async function readNetSale(
  deps: Dependencies,
  snapshot: AnnouncedTransaction['snapshot'],
): Promise<ShownTransaction> {
  const { status, accepted, reversal } = snapshot;
  if (status !== 'approved' || !isSale(accepted.type)) return { snapshot, undos: [] };
  const undos = reversal ? await readUndosOf(deps, buildUndoneSale(snapshot, deps.retentionMs)) : [];
  return computeNetSale(snapshot, undos);
}

type AnnouncedTransaction = Extract<AnnouncedSubject, { readonly kind: 'transaction' }>;
