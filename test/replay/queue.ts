import { toDevice } from '../../src/domain/terminal.js';
import { queueWorkflowId } from '../../src/workflows/terminal-queue.messages.js';
import type { Order } from '../e2e/support/sale.js';
import type { Till } from '../e2e/support/till.js';
import type { World } from '../e2e/support/world.js';
import type { Scenario } from './scenario.js';

interface QueuedSale {
  readonly till: Till;
  readonly holder: Order;
  readonly waiter: Order;
}

/** A sale that waits for its terminal, behind one that nobody pays yet. */
async function standInLine(world: World, maxWait: number): Promise<QueuedSale> {
  const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
  const holder = await till.sale();
  const waiter = till.order({ body: { onBusy: 'wait', maxWait } });
  await waiter.send();
  return { till, holder, waiter };
}

async function serveBoth(world: World): Promise<QueuedSale> {
  const line = await standInLine(world, 60);
  await world.judge.steer(line.holder.id, { action: 'approve' });
  await line.waiter.becomes('approved');
  return line;
}

const served: Scenario = async (world) => (await serveBoth(world)).waiter.run().workflowId;

const queue: Scenario = async (world) => {
  const { till } = await serveBoth(world);
  const device = toDevice({ country: till.shop.country, serialNumber: till.serialNumber });
  const run = world.temporal.workflow.getHandle(queueWorkflowId(device));
  await run.result();
  return run.workflowId;
};

const waitedTooLong: Scenario = async (world) => {
  const { waiter } = await standInLine(world, 1);
  await waiter.becomes('not_sent');
  return waiter.run().workflowId;
};

const cancelledInLine: Scenario = async (world) => {
  const { waiter } = await standInLine(world, 60);
  await waiter.cancel();
  await waiter.run().result();
  return waiter.run().workflowId;
};

/** Transactions that wait for their terminal, and what serves them. */
export const queueScenarios: Readonly<Record<string, Scenario>> = {
  'queued-then-approved': served,
  'queue-of-a-terminal': queue,
  'queued-too-long': waitedTooLong,
  'queued-then-cancelled': cancelledInLine,
};
