import { newEndpoint } from '../domain/webhook-endpoint.js';
import type { EndpointRecord, OpenDelivery } from '../domain/webhook-endpoint.js';
import { undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { webhookDeliveryWorkflow, deliveryWorkflowId } from '../workflows/webhook-delivery.messages.js';
import type { DeliveryMemo } from '../workflows/webhook-delivery.messages.js';
import { endpointWorkflowId } from '../workflows/webhook-endpoint.messages.js';
import type { EndpointMemo, EndpointName } from '../workflows/webhook-endpoint.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { buildInCondition, buildPrefixCondition } from '../workflows/index-queries.messages.js';
import { merchantKey } from '../workflows/search-attributes.messages.js';

const MAX_LISTED = 1_000;
/** How far back it looks for undelivered events if no earlier run says where to begin. */
const FARTHEST_BACK = 1_000;
const AT_A_TIME = 20;

/**
 * The sequence goes on where an earlier run of the endpoint was ended by hand. The index tells about where that was; it is a few
 * seconds behind. From there the deliveries themselves tell, by their ids.
 */
export async function recallEndpoint(deps: Dependencies, name: EndpointName): Promise<EndpointRecord> {
  const before = await findEarlierMemo(deps, name);
  const last = await findLast(deps, name, Math.max(before?.last ?? 0, await findLastListed(deps, name)));
  const from = before?.watermark ?? Math.max(1, last - FARTHEST_BACK);
  const open: OpenDelivery[] = [];
  const keys: string[] = [];
  for (let first = from; first <= last; first += AT_A_TIME) {
    const numbers = Array.from({ length: Math.min(AT_A_TIME, last - first + 1) }, (_, at) => first + at);
    const memos = await Promise.all(numbers.map((sequence) => readMemo(deps, { ...name, sequence })));
    for (const [at, memo] of memos.entries()) {
      if (memo) keys.push(memo.key);
      const delivery =
        memo &&
        toOpenDelivery(first + at, memo, {
          isGone: Boolean(before?.goneSince),
          retentionMs: deps.retentionMs,
        });
      if (delivery) open.push(delivery);
    }
  }
  const goneSince = before?.goneSince;
  return { ...newEndpoint, next: last + 1, open, keys, ...(goneSince && { goneSince }) };
}

/**
 * What is under way goes on by itself, and reports. What waits for its turn is called when it comes.
 *
 * @returns undefined where it is delivered.
 */
export function toOpenDelivery(
  sequence: number,
  memo: DeliveryMemo,
  { isGone, retentionMs }: { readonly isGone: boolean; readonly retentionMs: number },
): OpenDelivery | undefined {
  const { state, transactionId: about, tries, watermark } = memo;
  if (state === 'delivered') return undefined;
  const subject = about === undefined ? {} : { about };
  if (state === 'failed') {
    const failedAt = tries?.at(-1)?.at ?? memo.at;
    const keptUntil = new Date(Date.parse(failedAt) + retentionMs).toISOString();
    return { sequence, ...subject, state, failedAt, keptUntil };
  }
  return { sequence, ...subject, state: isGone || watermark === undefined ? 'waiting' : 'sent' };
}

async function findEarlierMemo(deps: Dependencies, name: EndpointName): Promise<EndpointMemo | undefined> {
  const query = buildInCondition('WorkflowId', [endpointWorkflowId(name)]);
  return callTemporal(deps, async () => {
    let latest: EndpointMemo | undefined;
    for await (const { memo } of deps.temporal.workflow.list({ query, pageSize: MAX_LISTED })) {
      const found = memo as Partial<EndpointMemo> | undefined;
      if (found?.last !== undefined && found.last >= (latest?.last ?? 0)) latest = found as EndpointMemo;
    }
    return latest;
  });
}

async function findLastListed(deps: Dependencies, name: EndpointName): Promise<number> {
  const prefix = deliveryWorkflowId({ ...name, sequence: 0 }).slice(0, -1);
  const query = [
    buildInCondition('WorkflowType', [webhookDeliveryWorkflow]),
    buildInCondition(merchantKey.name, [name.merchant]),
    buildPrefixCondition('WorkflowId', prefix),
  ].join(' AND ');
  return callTemporal(deps, async () => {
    let last = 0;
    let count = 0;
    for await (const { workflowId } of deps.temporal.workflow.list({ query, pageSize: MAX_LISTED })) {
      last = Math.max(last, Number(workflowId.slice(prefix.length)) || 0);
      count += 1;
      if (count >= MAX_LISTED) break;
    }
    return last;
  });
}

/** Numbers are given without gaps. */
async function findLast(deps: Dependencies, name: EndpointName, known: number): Promise<number> {
  let last = known;
  while (await readMemo(deps, { ...name, sequence: last + 1 })) last += 1;
  return last;
}

async function readMemo(
  deps: Dependencies,
  name: EndpointName & { readonly sequence: number },
): Promise<DeliveryMemo | undefined> {
  const run = deps.temporal.workflow.getHandle(deliveryWorkflowId(name));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  return found?.memo as DeliveryMemo | undefined;
}
