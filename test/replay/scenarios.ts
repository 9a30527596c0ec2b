import { transactionWorkflow } from '../../src/workflows/transaction.messages.js';
import { buildTransactionStart } from '../../src/workflows/transaction.start.messages.js';
import { eventually } from '../e2e/support/eventually.js';
import type { TerminalRequest } from '../e2e/support/world.js';
import type { Order } from '../e2e/support/sale.js';
import { askSnapshot } from '../support/ask-run.js';
import { saleInput } from '../support/terms.js';
import { attemptScenarios } from './attempts.js';
import { cancelScenarios } from './cancels.js';
import { confirmationScenarios } from './confirmations.js';
import { deadRunScenarios } from './dead-runs.js';
import { operationScenarios } from './operations.js';
import { operatorScenarios } from './operators.js';
import { peopleScenarios } from './people.js';
import { queueScenarios } from './queue.js';
import { reconciliationScenarios } from './reconciliations.js';
import type { Scenario } from './scenario.js';
import { webhookScenarios } from './webhooks.js';

const readWorkflowId = (order: Order): string => order.run().workflowId;

function sale(wish: TerminalRequest, end: string): Scenario {
  return async (world) => {
    const order = (await world.terminal(wish)).order();
    await order.send();
    await order.becomes(end);
    return readWorkflowId(order);
  };
}

const rightAfterBirth: Scenario = async (world) => {
  const order = (await world.terminal()).order();
  await world.worker.kill();
  const answer = order.send({ wait: 0 });
  await answer;
  await order.run().cancel();
  await world.worker.start();
  await order.becomes('not_sent');
  return readWorkflowId(order);
};

const expired: Scenario = async (world) => {
  const order = (await world.terminal()).order();
  await world.worker.kill();
  await order.send({ wait: 0 });
  const { dispatchBy } = (await order.run().describe()).memo?.['accepted'] as { dispatchBy: number };
  await new Promise((over) => setTimeout(over, dispatchBy - Date.now() + 1));
  await world.worker.start();
  await order.becomes('not_sent');
  return readWorkflowId(order);
};

const unreachable: Scenario = async (world) => {
  const order = (await world.terminal()).order();
  await world.simulator.stop();
  await order.send();
  await order.becomes('not_sent');
  await world.simulator.start();
  await world.judge.meet(world.shops);
  return readWorkflowId(order);
};

const workerKilled: Scenario = async (world) => {
  const till = await world.terminal({
    script: { answer: { delay: '900ms' }, customer: { action: 'approve' } },
  });
  const order = till.order();
  const answer = order.send({ wait: 0 });
  await order.reachesTheTerminal();
  await world.worker.kill();
  await answer;
  await world.worker.start();
  await order.becomes('approved');
  return readWorkflowId(order);
};

const attentionThenLateAnswer: Scenario = async (world) => {
  const inProcess = [{ reply: 'in_process', times: 'always' }] as const;
  const script = { callback: { lost: true }, status: inProcess, deviceStatus: inProcess } as const;
  const order = (await world.terminal({ script })).order();
  await order.send();
  await order.becomes('needs_attention');
  await world.judge.steer(order.customId(), { status: [] });
  await world.judge.callBack(order.customId());
  await order.becomes('approved');
  return readWorkflowId(order);
};

const terminalHeld: Scenario = async (world) => {
  const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
  await till.sale();
  const input = saleInput({ serialNumber: till.serialNumber });
  const start = buildTransactionStart(input, world.taskQueue);
  const run = await world.temporal.workflow.start(transactionWorkflow, start);
  await eventually('the terminal to be found held', async () => {
    const { status } = await askSnapshot(world.temporal, run.workflowId);
    return status === 'not_sent' || undefined;
  });
  return start.workflowId;
};

const resetAfterTheEnd: Scenario = async (world) => {
  const order = (await world.terminal()).order();
  await order.send();
  await order.becomes('approved');
  const { runId } = await order.run().describe();
  await world.temporal.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: readWorkflowId(order), runId },
    workflowTaskFinishEventId: 4 as never,
    requestId: runId,
    reason: 'recorded for replay',
  });
  await order.run().result();
  return readWorkflowId(order);
};

/** Without what the API writes beside the start: it may repeat an earlier run, which nobody knows any more. */
const startedByHand: Scenario = async (world) => {
  const { serialNumber } = await world.terminal();
  const { memo: _, ...start } = buildTransactionStart(saleInput({ serialNumber }), world.taskQueue);
  const run = await world.temporal.workflow.start(transactionWorkflow, start);
  await eventually('the run to need a person', async () => {
    const { status } = await askSnapshot(world.temporal, run.workflowId);
    return status === 'needs_attention' || undefined;
  });
  return start.workflowId;
};

const healedLease: Scenario = async (world) => {
  const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
  const order = till.order();
  await order.send();
  await order.run().terminate('recorded for replay');
  const lease = await till.lease();
  await till.isFree(60_000);
  return lease?.workflowId ?? '';
};

const lateCallback: Scenario = async (world) => {
  const order = (await world.terminal({ script: { callback: { lost: true } } })).order();
  await order.send();
  await order.run().terminate('recorded for replay');
  await eventually('the customer to pay', async () => ((await order.truth()).charges > 0 ? true : undefined));
  await world.judge.callBack(order.customId());
  const workflowId = `lateResult/${order.customId()}`;
  await world.temporal.workflow.getHandle(workflowId).result();
  return workflowId;
};

/** Every path that a released workflow takes, by the name its history has. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'approved-by-callback': sale({}, 'approved'),
  'approved-by-query': sale({ script: { callback: { lost: true } } }, 'approved'),
  declined: sale({ script: { customer: { action: 'decline' } } }, 'declined'),
  'terminal-held': terminalHeld,
  'terminal-busy': sale({ script: { refusal: 'busy_15s' } }, 'not_sent'),
  'not-sent-rejected': sale({ script: { refusal: 'keypos' } }, 'not_sent'),
  'not-sent-unreachable': unreachable,
  'not-sent-expired': expired,
  'not-sent-cancelled': rightAfterBirth,
  'lost-acknowledgement': sale({ script: { answer: { lost: 'after_reading' } } }, 'approved'),
  'early-callback': sale({ script: { answer: { callbackFirst: true } } }, 'approved'),
  'sync-approved': sale({ mode: 'sync' }, 'approved'),
  'sync-declined': sale({ mode: 'sync', script: { customer: { action: 'decline' } } }, 'declined'),
  'attention-then-late-answer': attentionThenLateAnswer,
  'worker-killed': workerKilled,
  'reset-after-the-end': resetAfterTheEnd,
  'started-by-hand': startedByHand,
  'lease-healed': healedLease,
  'late-callback': lateCallback,
  ...attemptScenarios,
  ...cancelScenarios,
  ...confirmationScenarios,
  ...deadRunScenarios,
  ...operationScenarios,
  ...operatorScenarios,
  ...peopleScenarios,
  ...queueScenarios,
  ...webhookScenarios,
  ...reconciliationScenarios,
};
