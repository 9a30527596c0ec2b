import { resolvedUpdate, statusRequestedUpdate } from '../../src/workflows/transaction.messages.js';
import type { ResolutionRequest } from '../../src/workflows/transaction.messages.js';
import type { Order } from '../e2e/support/sale.js';
import type { World } from '../e2e/support/world.js';
import type { Scenario } from './scenario.js';

const inProcess = [{ reply: 'in_process', times: 'always' }] as const;

function resolve(order: Order, over: Partial<ResolutionRequest>) {
  const words = { reason: 'the roll was read', evidence: 'the roll of the terminal', actor: 'support' };
  const request: ResolutionRequest = { version: 1, verdict: 'declined', ...words, at: Date.now(), ...over };
  return order.run().executeUpdate(resolvedUpdate, { args: [request] });
}

/** Nobody learns Getnet's number. */
async function unknownSale(world: World): Promise<Order> {
  const script = { answer: { lost: 'after_reading' }, callback: { lost: true } } as const;
  const order = (await world.terminal({ script: { ...script, customer: { action: 'decline' } } })).order();
  await order.send();
  await order.becomes('needs_attention');
  return order;
}

const settled: Scenario = async (world) => {
  const order = await unknownSale(world);
  await resolve(order, {});
  await order.becomes('declined');
  return order.run().workflowId;
};

const settledByTwo: Scenario = async (world) => {
  const order = await unknownSale(world);
  const secondActorAbove = { value: 1, currency: 'CLP' } as const;
  await resolve(order, { secondActorAbove });
  await resolve(order, { secondActorAbove, actor: 'boss' });
  await order.becomes('declined');
  return order.run().workflowId;
};

const settledNotSent: Scenario = async (world) => {
  const order = await unknownSale(world);
  await resolve(order, { verdict: 'not_sent' });
  await order.becomes('not_sent');
  return order.run().workflowId;
};

/** Getnet knows its number, and answers for good only when it is asked once more. */
const overtaken: Scenario = async (world) => {
  const script = { callback: { lost: true }, status: inProcess, deviceStatus: inProcess } as const;
  const order = (await world.terminal({ script })).order();
  await order.send();
  await order.becomes('needs_attention');
  await world.judge.steer(order.customId(), { status: [] });
  await resolve(order, {});
  await order.becomes('approved');
  return order.run().workflowId;
};

const statusRequested: Scenario = async (world) => {
  const order = (await world.terminal({ script: { customer: { action: 'freeze' } } })).order();
  await order.send();
  await order.run().executeUpdate(statusRequestedUpdate, { args: [{ version: 1, at: Date.now() }] });
  await world.judge.steer(order.customId(), { action: 'approve' });
  await order.becomes('approved');
  return order.run().workflowId;
};

/** What operators ask of a run. */
export const operatorScenarios: Readonly<Record<string, Scenario>> = {
  'settled-by-person': settled,
  'settled-by-two-persons': settledByTwo,
  'settled-not-sent-by-person': settledNotSent,
  'person-overtaken-by-proof': overtaken,
  'status-requested-by-person': statusRequested,
};
