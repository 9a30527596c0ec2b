import { TypedSearchAttributes } from '@temporalio/common';
import { defineSignal } from '@temporalio/workflow';
import type { DeliveryState, DeliveryTry, WebhookEvent } from '../domain/webhook-delivery.js';
import type { DeliveryType } from '../domain/webhook-events.js';
import { merchantKey } from './search-attributes.messages.js';
import { webhookTaskQueue } from './webhook-endpoint.messages.js';
import type { EndpointName } from './webhook-endpoint.messages.js';

/** The registered name of the workflow. */
export const webhookDeliveryWorkflow = 'webhookDelivery';

/** Which delivery: an endpoint and a number of its sequence. */
export interface DeliveryName extends EndpointName {
  readonly sequence: number;
}

/** What a `webhookDelivery` is started with. */
export interface DeliveryInput extends DeliveryName {
  readonly version: 1;
  readonly event: WebhookEvent;
  /** Absent: it waits for its turn. */
  readonly watermark?: number;
  /** The pauses between two tries. */
  readonly pausesMs: readonly number[];
  /** Somebody asked for it after its end. */
  readonly isRedelivery?: true;
  /** What an earlier run of it has tried. */
  readonly tries?: readonly DeliveryTry[];
  /** It tells its endpoint in the workflow task that learns of its end. Absent: it was started by a version that did not. */
  readonly reportsPromptly?: true;
}

/** What `describe` tells of a delivery without any worker. */
export interface DeliveryMemo {
  readonly version: 1;
  readonly type: DeliveryType;
  readonly key: string;
  /** ISO 8601: when it happened. */
  readonly at: string;
  readonly transactionId?: string;
  readonly state: DeliveryState;
  /** Absent where there are none: Temporal keeps no empty list in a memo. */
  readonly tries?: readonly DeliveryTry[];
  /** As it was first sent. */
  readonly watermark?: number;
}

/** How a delivery ended. */
export interface DeliveryResult {
  readonly version: 1;
  readonly state: DeliveryState;
}

/** One signal type carries all news. */
export type DeliveryChange = { readonly version: 1 } &
  /** What was before it is done, or its endpoint is back. */
  (
    | { readonly kind: 'turn'; readonly watermark: number }
    /** Somebody wants it sent now. */
    | { readonly kind: 'redeliver'; readonly watermark: number }
    /** Its endpoint has too many of them: it is not tried any more. */
    | { readonly kind: 'give_up' }
  );

export const deliveryChangedSignal = defineSignal<[DeliveryChange]>('deliveryChanged');

export function deliveryWorkflowId({ merchant, endpoint, sequence }: DeliveryName): string {
  return `webhookDelivery/${merchant}/${endpoint}/${sequence}`;
}

/** Deliveries of an endpoint that is behind wait behind all others. Temporal's default is 3; a smaller number goes first. */
const PRIORITY_OF_A_BACKLOG = 5;

/**
 * How it is started: by its endpoint, or by somebody who redelivers.
 *
 * @param taskQueue of the transactions.
 */
export function buildDeliveryStart(
  input: DeliveryInput,
  { taskQueue, isBehind = false }: { readonly taskQueue: string; readonly isBehind?: boolean },
) {
  const { merchant, endpoint, sequence, event, watermark, tries = [], isRedelivery } = input;
  const { type, key, at, transactionId } = event;
  const memo: DeliveryMemo = {
    version: 1,
    type,
    key,
    at,
    state: 'pending',
    tries,
    ...(transactionId !== undefined && { transactionId }),
    ...(watermark !== undefined && { watermark }),
  };
  return {
    workflowId: deliveryWorkflowId(input),
    taskQueue: webhookTaskQueue(taskQueue),
    args: [{ ...input, reportsPromptly: true }] as [DeliveryInput],
    ...(isBehind && { priority: { priorityKey: PRIORITY_OF_A_BACKLOG } }),
    workflowIdConflictPolicy: 'FAIL' as const,
    workflowIdReusePolicy: isRedelivery ? ('ALLOW_DUPLICATE' as const) : ('REJECT_DUPLICATE' as const),
    workflowTaskTimeout: '5s' as const,
    memo: { ...memo },
    staticSummary: [`${endpoint} ${sequence}`, type, transactionId].filter(Boolean).join(' · '),
    typedSearchAttributes: new TypedSearchAttributes([{ key: merchantKey, value: merchant }]),
  };
}
