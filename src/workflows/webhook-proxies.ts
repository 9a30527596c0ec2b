import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type {
  AnnouncementActivities,
  DeliveryActivities,
  EndpointActivities,
} from '../activities/webhook-contract.js';
import { webhookTaskQueue } from './webhook-endpoint.messages.js';

/** In the workflow task of a payment: it is given up soon, and then made by a run of its own. */
export const promptAnnouncementProxy = proxyLocalActivities<AnnouncementActivities>({
  startToCloseTimeout: '300ms',
  retry: { maximumAttempts: 1 },
});

/** Never given up. */
export const announcementProxy = proxyActivities<AnnouncementActivities>({
  startToCloseTimeout: '20s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
  summary: 'hand the event to the endpoints',
});

/**
 * Opens and calls deliveries: idempotent. Temporal fails a workflow task during which more than a hundred signals arrive. The SDK may
 * then go on with a local activity of that task under the news of the next, and no later replay does the same: so these are ordinary ones.
 */
export const endpointProxy = proxyActivities<EndpointActivities>({
  startToCloseTimeout: '30s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '200ms', maximumInterval: '10s' },
  summary: 'open and call deliveries',
});

/** For runs that an earlier version started. */
export const localEndpointProxy = proxyLocalActivities<EndpointActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '10s' },
});

/** Reads what an earlier run knew, once in the life of an endpoint. It may take long; a worker that died in it is noticed at once. */
export const recallProxy = proxyActivities<EndpointActivities>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
  summary: 'what was known of the endpoint before',
});

/** One try, as long as it takes to be made: a worker that died made it perhaps, and receivers know repeats by their id. */
export const deliveryProxy = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
});

/** The next tries of a delivery, behind the first tries of others: those of a day may come at once. */
export const furtherTryProxy = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  priority: { priorityKey: 4 },
});

/** In the workflow task that learns of the end. One try: what fails is reported by {@link deliveryProxy}, which holds no slot meanwhile. */
export const promptReportProxy = proxyLocalActivities<DeliveryActivities>({
  startToCloseTimeout: '3s',
  retry: { maximumAttempts: 1 },
});

/** @returns the queue of webhooks, seen from a run on the queue of the transactions. */
export function findWebhookTaskQueue(): string {
  return webhookTaskQueue(workflowInfo().taskQueue);
}
