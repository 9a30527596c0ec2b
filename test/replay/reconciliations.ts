import type { Snapshot } from '../../src/domain/snapshot.js';
import { deriveClosingId } from '../../src/domain/reconciliation-id.js';
import type { ReconciliationId } from '../../src/domain/reconciliation-id.js';
import { dailyReconciliationWorkflow } from '../../src/workflows/daily-reconciliation.messages.js';
import {
  buildReconciliationStart,
  reconciliationWorkflow,
} from '../../src/workflows/reconciliation.messages.js';
import type {
  ReconciliationInput,
  ReconciliationStanding,
} from '../../src/workflows/reconciliation.messages.js';
import type { World } from '../e2e/support/world.js';
import { saleInput } from '../support/terms.js';
import type { Scenario } from './scenario.js';

interface StartedReconciliation {
  readonly workflowId: string;
  readonly id: ReconciliationId;
  /** Waits until people have nothing left to settle. */
  end(): Promise<ReconciliationStanding>;
}

let serial = 0;

/** One sale, and then the terminal is asked for its own numbers. */
async function begin(
  world: World,
  { closes }: Pick<ReconciliationInput, 'closes'>,
): Promise<StartedReconciliation> {
  const till = await world.terminal();
  const order = till.order();
  await order.send({ wait: 20 });
  const { accepted } = (await order.run().result()) as Snapshot;
  serial += 1;
  const id =
    `rc_${String(Date.now()).padStart(15, '0')}${String(serial).padStart(4, '0')}` as ReconciliationId;
  const { merchant, terminal } = accepted;
  const { policy } = saleInput({ deviceQuery: true });
  const input: ReconciliationInput = {
    version: 1,
    id,
    merchant,
    terminal,
    policy,
    requestedBy: 'support',
    ...(closes && { closes }),
    createdAt: new Date().toISOString(),
  };
  const options = buildReconciliationStart(input, world.taskQueue);
  const run = await world.temporal.workflow.start(reconciliationWorkflow, options);
  return { workflowId: run.workflowId, id, end: () => run.result() as Promise<ReconciliationStanding> };
}

const equal: Scenario = async (world) => {
  const { workflowId, end } = await begin(world, {});
  await end();
  return workflowId;
};

const closed: Scenario = async (world) => {
  const { workflowId, end } = await begin(world, { closes: 'close' });
  await end();
  return workflowId;
};

/** The closing command itself. */
const closing: Scenario = async (world) => {
  const { id, end } = await begin(world, { closes: 'close' });
  await end();
  return `transaction/${deriveClosingId(id, 1)}`;
};

/** The merchant has no closing time: after a minute and a half of tries that counts. */
const notWanted: Scenario = async (world) => {
  const workflowId = `dailyReconciliation/demo-cl/none-${Date.now()}`;
  const args = [{ version: 1, merchant: 'demo-cl', terminalId: 'none' }];
  const options = { workflowId, taskQueue: world.taskQueue, args };
  await (await world.temporal.workflow.start(dailyReconciliationWorkflow, options)).result();
  return workflowId;
};

/** A terminal's own numbers against ours, and its closing. */
export const reconciliationScenarios: Readonly<Record<string, Scenario>> = {
  'reconciliation-equal': equal,
  'reconciliation-closed': closed,
  'closing-after-comparison': closing,
  'daily-reconciliation-not-wanted': notWanted,
};
