import type { Script } from '../../src/simulator/scripts/script.js';
import { eventually } from '../e2e/support/eventually.js';
import type { Order } from '../e2e/support/sale.js';
import type { Till } from '../e2e/support/till.js';
import type { World } from '../e2e/support/world.js';
import type { Scenario } from './scenario.js';

/** A sale in Argentina that nobody pays, acknowledged. */
async function waitForCard(world: World, script: Script = {}): Promise<{ till: Till; order: Order }> {
  const till = await world.terminal({ country: 'AR', script: { customer: { action: 'freeze' }, ...script } });
  const order = till.order();
  await order.send();
  await eventually('the acknowledgement', async () => (await order.get()).body.idPosTxs ?? undefined);
  return { till, order };
}

function scriptCancel(world: World, { serialNumber }: Till, script: Script): Promise<void> {
  return world.judge.script(script, { command: 'cancelsale', serialNumber });
}

const atTheTerminal: Scenario = async (world) => {
  const { order } = await waitForCard(world);
  await order.cancel();
  await order.becomes('declined');
  return order.run().workflowId;
};

/** The terminal takes the cancel and approves all the same. */
const tappedInTheSameSecond: Scenario = async (world) => {
  const { till, order } = await waitForCard(world);
  await scriptCancel(world, till, { customer: { action: 'decline', says: { outcome: 'approved' } } });
  await order.cancel();
  await world.judge.steer(order.customId(), { action: 'approve' });
  await order.becomes('approved');
  return order.run().workflowId;
};

const answerLost: Scenario = async (world) => {
  const { till, order } = await waitForCard(world, { callback: { lost: true } });
  await scriptCancel(world, till, { answer: { lost: 'instead_of_answer' } });
  await order.cancel();
  await order.becomes('declined');
  return order.run().workflowId;
};

/** The attempt was refused; its key starts nothing more. The run stays open for a late callback. */
const parked: Scenario = async (world) => {
  const order = (await world.terminal({ country: 'AR', script: { refusal: 'offline' } })).order();
  await order.send();
  await order.cancel();
  return order.run().workflowId;
};

/** A transaction that somebody cancels. */
export const cancelScenarios: Readonly<Record<string, Scenario>> = {
  'cancelled-at-the-terminal': atTheTerminal,
  'cancelled-and-tapped': tappedInTheSameSecond,
  'cancelled-answer-lost': answerLost,
  'cancelled-while-parked': parked,
};
