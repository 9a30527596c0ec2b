import { resolvedUpdate } from '../../src/workflows/transaction.messages.js';
import { eventually } from '../e2e/support/eventually.js';
import { exchange } from '../e2e/support/http.js';
import type { Order } from '../e2e/support/sale.js';
import type { Till } from '../e2e/support/till.js';
import type { World } from '../e2e/support/world.js';
import type { Scenario } from './scenario.js';

const words = { reason: 'the roll was read', evidence: 'the roll of the terminal' };

/** What an operator says to the API. */
async function say(world: World, { id, shop }: Order, body: object): Promise<void> {
  const reply = await exchange(`${world.urls.api}/v1/operator/transactions/${id}/resolution`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...words, ...body }),
  });
  if (reply.status !== 200) throw new Error(`the verdict is answered ${reply.status}: ${reply.text}`);
}

/** Nothing is read, nothing is answered. */
async function unheardSale(world: World): Promise<{ readonly till: Till; readonly order: Order }> {
  const till = await world.terminal({ script: { answer: { lost: 'before_reading' } } });
  const order = till.order();
  await order.send();
  await eventually('the terminal to be quarantined', async () =>
    (await till.get()).body['quarantined'] === true ? true : undefined,
  );
  return { till, order };
}

const silent: Scenario = async (world) => (await unheardSale(world)).order.run().workflowId;

const quarantine: Scenario = async (world) => {
  const { till } = await unheardSale(world);
  await till.order({ operation: { type: 'poll' } }).send({ wait: 20 });
  const workflowId = `terminalQuarantine/CL/${till.serialNumber}`;
  await world.temporal.workflow.getHandle(workflowId).result();
  return workflowId;
};

/** It waited for its confirmation when somebody ended its run. */
const recoveredAndKept: Scenario = async (world) => {
  const sale = (await world.terminal()).order({ body: { confirmWithin: 600 } });
  await sale.send({ wait: 20 });
  await sale.becomes('approved');
  await sale.run().terminate('recorded for replay');
  await sale.send();
  await eventually('the sale to wait for a person', async () =>
    (await sale.get()).body['status'] === 'reversal_failed' ? true : undefined,
  );
  const recovery = world.temporal.workflow.getHandle(`recovery/${sale.id}`);
  const word = { version: 1, verdict: 'approved', ...words, actor: 'support', at: Date.now() } as const;
  await recovery.executeUpdate(resolvedUpdate, { args: [word] });
  await recovery.result();
  return recovery.workflowId;
};

/** A person said that nothing was charged, Getnet proves a charge, and a person says that it stays so. */
const lateDecision: Scenario = async (world) => {
  const script = { answer: { lost: 'after_reading' }, callback: { lost: true } } as const;
  const order = (await world.terminal({ script })).order();
  await order.send();
  await order.becomes('needs_attention');
  await say(world, order, { verdict: 'declined' });
  await world.judge.callBack(order.customId());
  await eventually('the late charge to be shown', async () =>
    (await order.get()).body['late'] ? true : undefined,
  );
  await say(world, order, { verdict: 'approved', action: 'keep' });
  const run = world.temporal.workflow.getHandle(`lateResult/${order.customId()}`);
  await run.result();
  return run.workflowId;
};

/** What people decide, and what keeps a terminal from payments. */
export const peopleScenarios: Readonly<Record<string, Scenario>> = {
  'silent-sale': silent,
  'quarantine-of-a-terminal': quarantine,
  'recovered-and-kept': recoveredAndKept,
  'late-decision': lateDecision,
};
