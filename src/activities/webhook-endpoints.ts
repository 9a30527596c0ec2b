import { heartbeat } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { DeliveryToOpen } from '../domain/webhook-delivery.js';
import {
  buildDeliveryStart,
  deliveryChangedSignal,
  deliveryWorkflowId,
  webhookDeliveryWorkflow,
} from '../workflows/webhook-delivery.messages.js';
import type { DeliveryChange, DeliveryMemo, DeliveryName } from '../workflows/webhook-delivery.messages.js';
import type { EndpointName } from '../workflows/webhook-endpoint.messages.js';
import { callTemporal, undefinedWhenNotFound } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { recallEndpoint } from './recall-endpoint.js';
import type { EndpointActivities } from './webhook-contract.js';

/** A third of the time after which silence counts as death: `recallProxy`. */
const PULSE_MS = 1_500;

/** Starts and calls the deliveries of an endpoint. */
export function endpointActivities(deps: Dependencies): EndpointActivities {
  return {
    async openDeliveries({ deliveries, ...name }) {
      const opened = await Promise.all(deliveries.map((delivery) => open(deps, name, delivery)));
      return { taken: deliveries.flatMap(({ sequence }, at) => (opened[at] ? [] : [sequence])) };
    },
    async callDeliveries({ merchant, endpoint, turns, givenUp = [], watermark }) {
      const call = async (sequence: number, change: DeliveryChange) => {
        const run = deps.temporal.workflow.getHandle(deliveryWorkflowId({ merchant, endpoint, sequence }));
        // One that was ended by hand is passed over.
        await callTemporal(deps, () => run.signal(deliveryChangedSignal, change)).catch(ignoreEnded);
      };
      await Promise.all([
        ...turns.map((sequence) => call(sequence, { version: 1, kind: 'turn', watermark })),
        ...givenUp.map((sequence) => call(sequence, { version: 1, kind: 'give_up' })),
      ]);
    },
    async recallEndpoint(name) {
      const pulse = setInterval(() => heartbeat(), PULSE_MS);
      return recallEndpoint(deps, name).finally(() => clearInterval(pulse));
    },
  };
}

/** @returns false where another event has the number. */
async function open(
  deps: Dependencies,
  name: EndpointName,
  { sequence, event, watermark }: DeliveryToOpen,
): Promise<boolean> {
  const { merchant, endpoint } = name;
  const { pausesMs } = deps.webhooks;
  const known = watermark === undefined ? {} : { watermark };
  const input = { version: 1, merchant, endpoint, sequence, event, pausesMs, ...known } as const;
  const options = buildDeliveryStart(input, deps.taskQueue);
  try {
    await callTemporal(deps, () => deps.temporal.workflow.start(webhookDeliveryWorkflow, options));
    return true;
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
    return (await readDeliveryMemo(deps, input))?.key === event.key;
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

function ignoreEnded(failure: unknown): void {
  if (!(failure instanceof WorkflowNotFoundError)) throw failure;
}
