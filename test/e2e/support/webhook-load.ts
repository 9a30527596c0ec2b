import type { Client, HistoryAndWorkflowId } from '@temporalio/client';
import type { WebhookEvent } from '../../../src/domain/webhook-delivery.js';
import {
  buildEndpointStart,
  endpointChangedSignal,
  endpointWorkflowId,
  webhookEndpointWorkflow,
} from '../../../src/workflows/webhook-endpoint.messages.js';
import type { EndpointMemo, EndpointName } from '../../../src/workflows/webhook-endpoint.messages.js';
import type { Received } from '../../webhooks/support/receiver.js';

/** When every event happened: in these stories it says nothing. */
const at = '2026-01-15T13:30:58.004Z';
/** A sale, as `GET` shows it, has some 1,200 characters. */
const filling = 'x'.repeat(1_200);

/** @returns an event about a transaction; `part` tells its events apart. */
export function eventAbout(transactionId: string, part = 0): WebhookEvent {
  const key = `${transactionId}_${part}`;
  const data = JSON.stringify({ id: transactionId, filling });
  return { type: 'transaction.approved', key, transactionId, at, data };
}

/** The sequence of one endpoint: news for it, and how it stands. */
export function getEndpoint(temporal: Client, taskQueue: string, name: EndpointName) {
  const workflowId = endpointWorkflowId(name);
  return {
    /** Announces an event as a sale does. */
    announce: (event: WebhookEvent) =>
      temporal.workflow.signalWithStart(webhookEndpointWorkflow, {
        ...buildEndpointStart(name, taskQueue),
        signal: endpointChangedSignal,
        signalArgs: [{ version: 1, kind: 'announced', event }],
      }),
    memo: async () =>
      (await temporal.workflow.getHandle(workflowId).describe()).memo as unknown as EndpointMemo,
    /** The histories of its runs. */
    async *fetchHistories(): AsyncGenerator<HistoryAndWorkflowId> {
      for await (const { runId } of temporal.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
        yield { workflowId, history: await temporal.workflow.getHandle(workflowId, runId).fetchHistory() };
    },
    /** How many events of history each of its runs has. */
    async measureRuns(): Promise<readonly number[]> {
      const lengths: number[] = [];
      for await (const { runId } of temporal.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
        lengths.push((await temporal.workflow.getHandle(workflowId, runId).describe()).historyLength);
      return lengths;
    },
  };
}

/** @returns the transactions of which a later event was taken for the first time before an earlier one. */
export function findOutOfOrder(taken: readonly Received[]): readonly string[] {
  const latest = new Map<string, number>();
  const known = new Set<string>();
  const found: string[] = [];
  for (const { id, body } of taken) {
    if (known.has(id)) continue;
    known.add(id);
    const about = body.data.id ?? '';
    if ((latest.get(about) ?? 0) > body.sequence) found.push(about);
    latest.set(about, body.sequence);
  }
  return found;
}
