import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliveryReport } from '../domain/webhook-endpoint.js';
import {
  buildEndpointStart,
  endpointChangedSignal,
  webhookEndpointWorkflow,
} from '../workflows/webhook-endpoint.messages.js';
import type { EndpointChange } from '../workflows/webhook-endpoint.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import type { DeliveryActivities } from './webhook-contract.js';

/** Sends deliveries, and tells their endpoints how they stand. */
export function deliveryActivities(deps: Dependencies): DeliveryActivities {
  return {
    async sendWebhook(sending) {
      const at = new Date().toISOString();
      const report = await deps.webhooks.send(sending);
      if (report.kind === 'deferred') throw buildDeferred(activityInfo().attempt);
      if (report.kind !== 'delivered') deps.count('webhook_refused');
      return { ...report, at };
    },
    async reportDelivery(name, report) {
      if (report.kind === 'failed') deps.count('webhook_dead');
      const change: EndpointChange = { version: 1, kind: 'reported', report: withRetention(report, deps) };
      await callTemporal(deps, () =>
        deps.temporal.workflow.signalWithStart(webhookEndpointWorkflow, {
          ...buildEndpointStart(name, deps.taskQueue),
          signal: endpointChangedSignal,
          signalArgs: [change],
        }),
      );
    },
  };
}

/** So long it can be redelivered. */
function withRetention(report: DeliveryReport, { retentionMs }: Dependencies): DeliveryReport {
  if (report.kind !== 'failed') return report;
  return { ...report, keptUntil: new Date(Date.parse(report.at) + retentionMs).toISOString() };
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 120_000;

/** It is tried again by Temporal, less and less often: a receiver that hangs may have thousands of deliveries waiting. */
function buildDeferred(tries: number): ApplicationFailure {
  const longestMs = Math.min(FIRST_PAUSE_MS * 1.5 ** Math.min(tries, 30), MAX_PAUSE_MS);
  return ApplicationFailure.create({
    message: 'The limit of parallel deliveries to this endpoint is reached; this delivery is tried again.',
    type: 'WebhookDeferred',
    nextRetryDelay: Math.round((longestMs * (1 + Math.random())) / 2),
  });
}
