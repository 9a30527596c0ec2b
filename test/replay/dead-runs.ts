import { eventually } from '../e2e/support/eventually.js';
import type { Order } from '../e2e/support/sale.js';
import type { Scenario } from './scenario.js';

const BY_HAND = 'recorded for replay';

const buildRecoveryId = (order: Order): string => `recovery/${order.id}`;

/** Its lease wakes at its bound and has the outcome of its dead holder searched for. */
const leaseOfDeadRun: Scenario = async (world) => {
  const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
  const order = till.order();
  await order.send();
  await order.run().terminate(BY_HAND);
  const lease = await till.lease();
  await till.isFree(60_000);
  return lease?.workflowId ?? '';
};

/** Getnet calls back about a sale whose run was ended by hand. */
const recoveredByCallback: Scenario = async (world) => {
  const order = (await world.terminal({ script: { callback: { lost: true } } })).order();
  await order.send();
  await order.run().terminate(BY_HAND);
  await eventually('the customer to pay', async () => ((await order.truth()).charges > 0 ? true : undefined));
  await world.judge.callBack(order.customId());
  await order.becomes('approved');
  await world.temporal.workflow.getHandle(buildRecoveryId(order)).result();
  return buildRecoveryId(order);
};

/** The key of a parked transaction whose run was ended by hand is used once more. */
const recoveredAsNotSent: Scenario = async (world) => {
  const order = (await world.terminal({ script: { refusal: 'keypos' } })).order();
  await order.send();
  await order.becomes('not_sent');
  await order.run().terminate(BY_HAND);
  await order.send({ wait: 20 });
  await world.temporal.workflow.getHandle(buildRecoveryId(order)).result();
  return buildRecoveryId(order);
};

/** Paths that begin where somebody ended the run of a transaction by hand. */
export const deadRunScenarios: Readonly<Record<string, Scenario>> = {
  'lease-of-a-dead-run': leaseOfDeadRun,
  'recovered-by-callback': recoveredByCallback,
  'recovered-as-not-sent': recoveredAsNotSent,
};
