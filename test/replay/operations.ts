import { nameUse } from '../../src/domain/key-use.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import type { Body } from '../e2e/support/http.js';
import type { Order } from '../e2e/support/sale.js';
import type { Till } from '../e2e/support/till.js';
import type { TerminalRequest, World } from '../e2e/support/world.js';
import { readKeyUse } from '../support/key-use.js';
import type { Scenario } from './scenario.js';

interface Paid {
  readonly till: Till;
  readonly sale: Order;
  readonly told: Body;
}

async function paid(world: World, wish: TerminalRequest = {}): Promise<Paid> {
  const till = await world.terminal(wish);
  const sale = till.order();
  await sale.send();
  return { till, sale, told: await sale.becomes('approved') };
}

/** What is asked of a terminal, with what body; after a sale on it. */
type OperationBuilder = (
  sale: Order,
  told: Body,
) => { readonly type: string; readonly [field: string]: unknown };

function scenarioFor(asked: OperationBuilder, end: string, wish: TerminalRequest = {}): Scenario {
  return async (world) => {
    const { till, sale, told } = await paid(world, wish);
    const order = till.order({ operation: asked(sale, told) });
    await order.send({ wait: 20 });
    await order.becomes(end);
    return order.run().workflowId;
  };
}

const voided: OperationBuilder = ({ id }) => ({ type: 'void', originalTransactionId: id });
const returned: OperationBuilder = ({ id }) => ({ type: 'return', originalTransactionId: id });
const plain =
  (type: string, options?: object): OperationBuilder =>
  () => ({ type, ...(options && { options }) });

/** Two returns of one sale, accepted while no worker ran: the second is granted no leave. */
const undoRefused: Scenario = async (world) => {
  const { till, sale } = await paid(world);
  const tills = [till, world.neighbourOf(till)];
  for (const one of tills) await one.script({ customer: { action: 'freeze' } });
  await world.worker.kill();
  const returns = tills.map((one) =>
    one.order({ operation: { type: 'return', originalTransactionId: sale.id } }),
  );
  for (const order of returns) await order.send({ wait: 0 });
  await world.worker.start();
  const refused = await Promise.any(returns.map((order) => order.becomes('not_sent').then(() => order)));
  return refused.run().workflowId;
};

const undosOfASale: Scenario = async (world) => {
  const { till, sale } = await paid(world);
  const amount = { value: 1_000, currency: 'CLP' };
  const part = till.order({ operation: { ...returned(sale, {}), amount } });
  await part.send({ wait: 20 });
  await till.order({ operation: returned(sale, {}) }).send({ wait: 20 });
  return undosWorkflowId(nameUse(await readKeyUse(sale.run())));
};

const deviceQuery: Scenario = async (world) => {
  const script = { callback: { lost: true }, status: [{ reply: 'not_found', times: 'always' }] } as const;
  const order = (await world.terminal({ script })).order();
  await order.send();
  await order.becomes('approved');
  return order.run().workflowId;
};

const argentina: TerminalRequest = { country: 'AR' };
const document = [{ printSeq: 1, type: 'text', encode: '', data: 'GRACIAS', align: 'center' }];

/** One path for each type of transaction that is no sale, and those of undoing. */
export const operationScenarios: Readonly<Record<string, Scenario>> = {
  'promo-sale': scenarioFor(
    () => ({ type: 'promo_sale', amount: { value: 5_990, currency: 'CLP' }, options: { idPromo: 'P-1' } }),
    'approved',
  ),
  'qr-sale': scenarioFor(
    () => ({ type: 'sale', amount: { value: 45_000, currency: 'ARS' }, options: { saleType: 1 } }),
    'approved',
    argentina,
  ),
  void: scenarioFor(voided, 'approved'),
  'void-sync': scenarioFor(voided, 'approved', { mode: 'sync' }),
  return: scenarioFor(returned, 'approved'),
  'return-argentina': scenarioFor(returned, 'approved', argentina),
  'undo-refused': undoRefused,
  'undos-of-a-sale': undosOfASale,
  'device-query': deviceQuery,
  poll: scenarioFor(plain('poll'), 'completed'),
  details: scenarioFor(plain('details'), 'completed'),
  close: scenarioFor(plain('close'), 'completed'),
  duplicate: scenarioFor(
    (_, { operationId }) => ({ type: 'duplicate', options: { operationId } }),
    'completed',
  ),
  print: scenarioFor(plain('print', { details: document }), 'completed'),
  'identity-check': scenarioFor(plain('identity_check', { rutToValidate: '11111111-1' }), 'completed'),
  'unattended-mode': scenarioFor(plain('unattended_mode', { c2cMode: true }), 'completed'),
  totals: scenarioFor(plain('totals'), 'completed', argentina),
  'last-voucher': scenarioFor(plain('last_voucher'), 'completed', argentina),
  params: scenarioFor(plain('params'), 'completed', argentina),
  shift: scenarioFor(plain('shift'), 'completed', argentina),
  'shift-report': scenarioFor(plain('shift_report'), 'completed', argentina),
  'normal-mode': scenarioFor(plain('normal_mode'), 'completed', argentina),
};
