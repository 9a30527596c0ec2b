import { activityInfo, heartbeat } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { DeliveryToOpen } from '../domain/webhook-delivery.js';
import type { UsedNumber } from '../domain/webhook-endpoint.js';
import { undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import {
  buildDeliveryStart,
  deliveryChangedSignal,
  deliveryWorkflowId,
  webhookDeliveryWorkflow,
} from '../workflows/webhook-delivery.messages.js';
import type { DeliveryChange, DeliveryMemo, DeliveryName } from '../workflows/webhook-delivery.messages.js';
import type { EndpointName } from '../workflows/webhook-endpoint.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { mapConcurrently } from './map-concurrently.js';
import { recallEndpoint, toOpenDelivery } from './webhook-endpoint-recall.js';
import type { EndpointActivities } from './webhook-contract.js';

/** Well within the heartbeat timeout of `recallProxy` and `endpointProxy`. */
const HEARTBEAT_INTERVAL_MS = 1_500;

/** Concurrent calls to Temporal of one activity. */
const MAX_CONCURRENT_CALLS = 20;

/** Starts and calls the deliveries of an endpoint. */
export function endpointActivities(deps: Dependencies): EndpointActivities {
  return {
    async openDeliveries({ deliveries, isBehind = false, ...name }) {
      const opened = await withHeartbeat(() =>
        mapConcurrently(deliveries, MAX_CONCURRENT_CALLS, (delivery) =>
          open(deps, { ...name, isBehind }, delivery),
        ),
      );
      return {
        taken: deliveries.flatMap(({ sequence }, at) => (opened[at] === 'opened' ? [] : [sequence])),
        others: opened.filter((one) => typeof one === 'object'),
      };
    },
    async callDeliveries({ merchant, endpoint, turns, givenUp = [], watermark }) {
      const calls: readonly (readonly [number, DeliveryChange])[] = [
        ...turns.map((sequence) => [sequence, { version: 1, kind: 'turn', watermark }] as const),
        ...givenUp.map((sequence) => [sequence, { version: 1, kind: 'give_up' }] as const),
      ];
      await withHeartbeat(() =>
        mapConcurrently(calls, MAX_CONCURRENT_CALLS, ([sequence, change]) =>
          call(deps, { merchant, endpoint, sequence }, change),
        ),
      );
    },
    recallEndpoint: (name) => withHeartbeat(() => recallEndpoint(deps, name)),
  };
}

/** Heartbeats while the work runs. A local activity has no heartbeat. */
async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  if (activityInfo().isLocal) return work();
  const pulse = setInterval(() => heartbeat(), HEARTBEAT_INTERVAL_MS);
  return work().finally(() => clearInterval(pulse));
}

/** One that was ended by hand is passed over. */
async function call(deps: Dependencies, name: DeliveryName, change: DeliveryChange): Promise<void> {
  const run = deps.temporal.workflow.getHandle(deliveryWorkflowId(name));
  await callTemporal(deps, () => run.signal(deliveryChangedSignal, change)).catch(undefinedWhenNotFound);
}

/** @returns who has the number, where another event has it. */
async function open(
  deps: Dependencies,
  { merchant, endpoint, isBehind }: EndpointName & { readonly isBehind: boolean },
  { sequence, event, watermark }: DeliveryToOpen,
): Promise<'opened' | 'unknown' | UsedNumber> {
  const { pausesMs } = deps.webhooks;
  const known = watermark === undefined ? {} : { watermark };
  const input = { version: 1, merchant, endpoint, sequence, event, pausesMs, ...known } as const;
  const options = buildDeliveryStart(input, { taskQueue: deps.taskQueue, isBehind });
  try {
    await callTemporal(deps, () => deps.temporal.workflow.start(webhookDeliveryWorkflow, options));
    return 'opened';
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
    const memo = await readDeliveryMemo(deps, input);
    if (memo === undefined) return 'unknown';
    if (memo.key === event.key) return 'opened';
    const { retentionMs } = deps;
    return { sequence, key: memo.key, ...toOpenDelivery(sequence, memo, { isGone: false, retentionMs }) };
  }
}

export async function readDeliveryMemo(
  deps: Dependencies,
  name: DeliveryName,
): Promise<DeliveryMemo | undefined> {
  const run = deps.temporal.workflow.getHandle(deliveryWorkflowId(name));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  return found?.memo as DeliveryMemo | undefined;
}
