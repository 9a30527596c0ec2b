import { TypedSearchAttributes } from '@temporalio/common';
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { DeliveryToOpen, WebhookEvent } from '../domain/webhook-delivery.js';
import type { DeliveryReport, EndpointRecord } from '../domain/webhook-endpoint.js';
import { merchantKey } from './search-attributes.messages.js';

/** The registered name of the workflow. */
export const webhookEndpointWorkflow = 'webhookEndpoint';

/** One address of a merchant. */
export interface EndpointName {
  readonly merchant: string;
  readonly endpoint: string;
}

/** What a `webhookEndpoint` is started with, by the first event. */
export interface EndpointInput extends EndpointName {
  readonly version: 1;
  /** What an earlier run of it knew. Absent: it reads which numbers were given before. */
  readonly record?: EndpointRecord;
  /** What an earlier run of it left to do. */
  readonly left?: EndpointWork;
  /** It opens and calls deliveries outside its workflow tasks. Absent: it was started by a version that did so in local activities. */
  readonly worksOutside?: true;
}

/** What an endpoint has to do for its deliveries. */
export interface EndpointWork {
  readonly toOpen: readonly DeliveryToOpen[];
  readonly toCall: readonly number[];
  readonly toGiveUp: readonly number[];
}

/** What `describe` tells of an endpoint without any worker. */
export interface EndpointMemo {
  readonly version: 1;
  /** The latest number that was given. */
  readonly last: number;
  /** The lowest number that is not delivered. */
  readonly watermark: number;
  /** The numbers that failed for good, the lowest first; no more than are shown. Absent where there are none: Temporal keeps no empty list in a memo. */
  readonly failed?: readonly number[];
  readonly failedCount: number;
  /** ISO 8601: since when the oldest failed. Written as null where none has: a memo keeps what is not written again. */
  readonly failedSince?: string | null;
  /** ISO 8601: it answered 410. Written as null where it did not. */
  readonly goneSince?: string | null;
}

/** One signal type carries all news, so that they are delivered in the order of arrival. */
export type EndpointChange = { readonly version: 1 } & (
  | { readonly kind: 'announced'; readonly event: WebhookEvent }
  | { readonly kind: 'reported'; readonly report: DeliveryReport }
);

export const endpointChangedSignal = defineSignal<[EndpointChange]>('endpointChanged');

/** Announces an event and answers with its number. */
export const announcedUpdate = defineUpdate<number, [WebhookEvent]>('announced');

export function endpointWorkflowId({ merchant, endpoint }: EndpointName): string {
  return `webhookEndpoint/${merchant}/${endpoint}`;
}

/** Everything about webhooks has a queue and workers of its own: slow receivers and long queues take nothing from payments. */
export function webhookTaskQueue(taskQueue: string): string {
  return `${taskQueue}-webhooks`;
}

/** Of Temporal: a sequence goes before deliveries, so that no backlog of one endpoint holds up the numbers of another. */
const PRIORITY = 1;

/** How it is started, by whoever announces. @param taskQueue of the transactions. */
export function buildEndpointStart({ merchant, endpoint }: EndpointName, taskQueue: string) {
  return {
    workflowId: endpointWorkflowId({ merchant, endpoint }),
    taskQueue: webhookTaskQueue(taskQueue),
    args: [{ version: 1, merchant, endpoint, worksOutside: true }] as [EndpointInput],
    priority: { priorityKey: PRIORITY },
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowTaskTimeout: '5s' as const,
    staticSummary: `webhooks of ${merchant} to ${endpoint}`,
    typedSearchAttributes: new TypedSearchAttributes([{ key: merchantKey, value: merchant }]),
  };
}
