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

/** Opens and calls deliveries: idempotent, in the same workflow task. */
export const endpointProxy = proxyLocalActivities<EndpointActivities>({
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

/** @returns the queue of webhooks, seen from a run on the queue of the transactions. */
export function findWebhookTaskQueue(): string {
  return webhookTaskQueue(workflowInfo().taskQueue);
}
