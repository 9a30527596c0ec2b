import { webhookDeliveryWorkflow, deliveryWorkflowId } from '../workflows/webhook-delivery.messages.js';
import type { EndpointName } from '../workflows/webhook-endpoint.messages.js';
import { callTemporal, undefinedWhenNotFound } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

const MOST_LISTED = 1_000;

/**
 * The numbers go on where an earlier run of the endpoint was ended by hand. The index tells about where that was: its list begins
 * with what runs and what ended last, and it is a few seconds behind. From there the deliveries themselves tell, by their ids.
 */
export async function findLastSequence(deps: Dependencies, name: EndpointName): Promise<number> {
  const listed = await findLastListed(deps, name);
  let step = 1;
  let known = listed;
  while (await exists(deps, name, known + step)) {
    known += step;
    step *= 2;
  }
  for (step = Math.floor(step / 2); step >= 1; step = Math.floor(step / 2))
    if (await exists(deps, name, known + step)) known += step;
  return known;
}

async function findLastListed(deps: Dependencies, name: EndpointName): Promise<number> {
  const prefix = deliveryWorkflowId({ ...name, sequence: 0 }).slice(0, -1);
  const query =
    `WorkflowType = '${webhookDeliveryWorkflow}' AND Merchant = '${name.merchant}' AND ` +
    `WorkflowId STARTS_WITH '${prefix}'`;
  return callTemporal(deps, async () => {
    let last = 0;
    let count = 0;
    for await (const { workflowId } of deps.temporal.workflow.list({ query, pageSize: MOST_LISTED })) {
      last = Math.max(last, Number(workflowId.slice(prefix.length)) || 0);
      count += 1;
      if (count >= MOST_LISTED) break;
    }
    return last;
  });
}

async function exists(deps: Dependencies, name: EndpointName, sequence: number): Promise<boolean> {
  const run = deps.temporal.workflow.getHandle(deliveryWorkflowId({ ...name, sequence }));
  return (await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound)) !== undefined;
}
