import { resolvedUpdate } from '../../src/workflows/transaction.messages.js';
import { eventually } from '../e2e/support/eventually.js';
import { exchange } from '../e2e/support/http.js';
import type { Order } from '../e2e/support/sale.js';
import type { World } from '../e2e/support/world.js';
import { readUndoId } from '../support/key-use.js';
import type { Scenario } from './scenario.js';

async function sell(world: World, confirmWithin: number): Promise<Order> {
  const sale = (await world.terminal()).order({ body: { confirmWithin } });
  await sale.send({ wait: 20 });
  await sale.becomes('approved');
  return sale;
}

async function waitUntil(sale: Order, field: string, value: string): Promise<void> {
  await eventually(`${field} to be ${value}`, async () => {
    const { body } = await sale.get();
    return body[field] === value || undefined;
  });
}

const confirmed: Scenario = async (world) => {
  const sale = await sell(world, 60);
  await waitUntil(sale, 'confirmation', 'open');
  await exchange(`${world.urls.api}/v1/transactions/${sale.id}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sale.shop.apiKey}` },
  });
  await sale.run().result();
  return sale.run().workflowId;
};

const expired: Scenario = async (world) => {
  const sale = await sell(world, 1);
  await sale.run().result();
  return sale.run().workflowId;
};

const givenUp: Scenario = async (world) => {
  const sale = await sell(world, 60);
  await waitUntil(sale, 'confirmation', 'open');
  await sale.run().cancel();
  await sale.run().result();
  return sale.run().workflowId;
};

const undo: Scenario = async (world) => {
  const sale = await sell(world, 1);
  await sale.run().result();
  return `transaction/${await readUndoId(sale.run())}`;
};

const undoDeclined: Scenario = async (world) => {
  const sale = await sell(world, 1);
  const customId = await readUndoId(sale.run());
  await world.judge.script({ customer: { action: 'decline' } }, { customId });
  await waitUntil(sale, 'status', 'reversal_failed');
  return sale.run().workflowId;
};

const kept: Scenario = async (world) => {
  const workflowId = await undoDeclined(world);
  const run = world.temporal.workflow.getHandle(workflowId);
  const words = { reason: 'the goods were handed over', evidence: 'delivery note 7', actor: 'support' };
  const word = { version: 1, verdict: 'approved', ...words, at: Date.now() } as const;
  await run.executeUpdate(resolvedUpdate, { args: [word] });
  await run.result();
  return workflowId;
};

/** The paths of a sale that has to be confirmed. */
export const confirmationScenarios: Readonly<Record<string, Scenario>> = {
  'confirmed-in-time': confirmed,
  'not-confirmed-voided': expired,
  'given-up-voided': givenUp,
  'undo-by-the-service': undo,
  'not-confirmed-undo-declined': undoDeclined,
  'not-confirmed-kept': kept,
};
