import { transactionWorkflow } from '../../src/workflows/transaction.messages.js';
import { buildTransactionStart } from '../../src/workflows/transaction.start.messages.js';
import { eventually } from '../e2e/support/eventually.js';
import type { Order } from '../e2e/support/sale.js';
import type { TerminalRequest, World } from '../e2e/support/world.js';
import { askSnapshot } from '../support/ask-run.js';
import { ManualWorker, startWithoutDispatches } from '../support/manual-worker.js';
import { openTemporalConnections } from '../support/story-workers.js';
import { approved, requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';
import type { Scenario } from './scenario.js';

/** Getnet says no, and the terminal takes the command all the same. */
const refusedAndExecuted = { replaced: { reply: 'offline', executed: true } } as const;
const afterTheRefusal = '900ms';

const refusal = { script: { refusal: 'offline' } } as const;

async function refused(world: World, wish: TerminalRequest): Promise<Order> {
  const order = (await world.terminal(wish)).order();
  await order.send();
  await order.becomes('not_sent');
  return order;
}

/** Waits until the run has learned something of these words. */
async function learns(world: World, order: Order, words: string): Promise<void> {
  await eventually(`${order.id} to learn: ${words}`, async () => {
    const { evidence } = await askSnapshot(world.temporal, order.run().workflowId);
    return evidence.some(({ says }) => says.includes(words)) || undefined;
  });
}

/** The run waits for its key. */
const parked: Scenario = async (world) => (await refused(world, refusal)).run().workflowId;

const triedAgain: Scenario = async (world) => {
  const order = await refused(world, refusal);
  await order.send();
  await order.becomes('approved');
  return order.run().workflowId;
};

const provenAfterRefusal: Scenario = async (world) => {
  const script = { answer: refusedAndExecuted, customer: { after: afterTheRefusal } };
  const order = (await world.terminal({ script })).order();
  await order.send();
  await order.becomes('not_sent');
  await learns(world, order, 'claims');
  await order.becomes('approved');
  return order.run().workflowId;
};

/** A callback about a refused command, which had charged nothing: the run waits for its key again. */
const doubtDisproved: Scenario = async (world) => {
  const customer = { action: 'decline', after: afterTheRefusal } as const;
  const order = await refused(world, { script: { answer: refusedAndExecuted, customer } });
  await learns(world, order, 'not approved');
  await order.becomes('not_sent');
  return order.run().workflowId;
};

const callbackBeforeRefusal: Scenario = async (world) => {
  const script = { answer: { ...refusedAndExecuted, callbackFirst: true } };
  const order = (await world.terminal({ script })).order();
  await order.send();
  await order.becomes('approved');
  return order.run().workflowId;
};

/** The acknowledgement names another number than the callback: both are asked about. */
const twoNumbers: Scenario = async (world) => {
  const script = { answer: { lie: { idPosTxs: '999999999' } } };
  const order = (await world.terminal({ script })).order();
  await order.send();
  await order.becomes('approved');
  return order.run().workflowId;
};

const closedAfterRetryWithin: Scenario = async (world) => {
  const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
  await till.sale();
  const limits = { retryWithin: 2_000, callbackValidFor: 2_000 };
  const input = saleInput({ serialNumber: till.serialNumber, limits });
  const start = buildTransactionStart(input, world.taskQueue);
  const run = await world.temporal.workflow.start(transactionWorkflow, start);
  await run.result();
  return start.workflowId;
};

/** The callback about attempt 1 comes when attempt 2 is about to be sent: no real process can be made to wait just there. */
const withheld: Scenario = async () => {
  const getnet = createGetnetAnswering(approved());
  const refusing: Getnet = { ...getnet, send: async () => ({ kind: 'refused', reason: 'terminal_offline' }) };
  const world = await TransactionWorld.over(refusing);
  try {
    const sale = await world.sale();
    await sale.post();
    world.answerWith({
      ...getnet,
      async send(_, { mayStillSend = async () => true }) {
        await sale.callBack('900001', 'of attempt 1', 1);
        if (!(await mayStillSend())) return { kind: 'withheld', cause: 'a callback is not verified' };
        return { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900002') };
      },
    });
    await sale.retry(2);
    await sale.run.result();
    return sale.run.workflowId;
  } finally {
    await world.close();
  }
};

/** A worker is given the command and says nothing more: no real one can be made to die just there. */
const unclaimed: Scenario = async () => {
  const lines = await openTemporalConnections();
  const world = await TransactionWorld.over(createGetnetAnswering(approved()), { workers: false });
  const stop = await startWithoutDispatches(world, lines);
  try {
    const sale = await world.sale();
    await ManualWorker.take(lines.client, world.taskQueue);
    await world.startWorkers();
    await sale.learns('acknowledged');
    await sale.callBack('900001');
    await sale.run.result();
    return sale.run.workflowId;
  } finally {
    await stop();
    await world.close();
    await lines.close();
  }
};

/** What becomes of a transaction after an attempt that Getnet had refused. */
export const attemptScenarios: Readonly<Record<string, Scenario>> = {
  parked,
  'tried-again': triedAgain,
  'proven-after-refusal': provenAfterRefusal,
  'doubt-disproved': doubtDisproved,
  'callback-before-refusal': callbackBeforeRefusal,
  'two-numbers': twoNumbers,
  'closed-after-retry-within': closedAfterRetryWithin,
  withheld,
  unclaimed,
};
