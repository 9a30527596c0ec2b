import { WithStartWorkflowOperation } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { customIdOf, transactionId } from '../src/domain/ids.js';
import { deviceOf } from '../src/domain/terminal.js';
import { leaseWorkflowId } from '../src/workflows/terminal-lease.messages.js';
import {
  attemptUpdateId,
  callbackArrivedSignal,
  dispatchedUpdate,
  transactionWorkflowId,
} from '../src/workflows/transaction.messages.js';
import type { TransactionInput } from '../src/workflows/transaction.messages.js';
import { transactionStart } from '../src/workflows/transaction.start.messages.js';
import type { Stage } from './stage.js';

const limits = {
  dispatchWithin: 20_000,
  getnetTimeout: 15_000,
  lifecycleWindow: 90_000,
  lifecycleLimit: 300_000,
  attentionAfter: 900_000,
  retryWithin: 86_400_000,
  callbackValidFor: 86_400_000,
};

/** One sale, as measured. */
export interface MeasuredSale {
  /** Milliseconds from the request to start until Getnet has read the command. */
  readonly dispatch: number;
  /** Milliseconds from the callback's signal to the result. */
  readonly proof: number;
  /** Of the transaction and its lease together. */
  readonly events: number;
  readonly transitions: number;
  /** Bytes of history, of both. */
  readonly bytes: number;
}

/** Takes one sale by callback and measures it. */
export async function measureSale(stage: Stage): Promise<MeasuredSale> {
  const input = saleInput();
  const options = transactionStart(input, stage.taskQueue);
  const from = performance.now();
  const answer = stage.client.workflow.executeUpdateWithStart(dispatchedUpdate, {
    updateId: attemptUpdateId(1),
    startWorkflowOperation: new WithStartWorkflowOperation('transaction', options),
  });
  const dispatch = (await stage.getnet.arrival(input.accepted.customId)) - from;
  await answer;
  const run = stage.client.workflow.getHandle(options.workflowId);
  const called = performance.now();
  const { customId } = input.accepted;
  await run.signal(callbackArrivedSignal, { version: 1, customId, digest: 'bench', claims: 'approved' });
  await run.result();
  return { dispatch, proof: performance.now() - called, ...(await costOf(stage, input)) };
}

async function costOf({ client }: Stage, { accepted }: TransactionInput) {
  const ids = [transactionWorkflowId(accepted.transactionId), leaseWorkflowId(deviceOf(accepted.terminal))];
  const runs = await Promise.all(ids.map((id) => client.workflow.getHandle(id).describe()));
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    events: sum(({ historyLength }) => historyLength),
    transitions: sum(({ raw }) => Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0)),
    bytes: sum(({ historySize }) => historySize ?? 0),
  };
}

/** @returns the same for a workflow with one activity and nothing else. */
export async function measureBare(stage: Stage): Promise<number> {
  const customId = randomUUID();
  const from = performance.now();
  const run = stage.client.workflow.execute('bare', {
    workflowId: customId,
    taskQueue: stage.baselineQueue,
    args: [customId],
  });
  const ms = (await stage.getnet.arrival(customId)) - from;
  await run;
  return ms;
}

function saleInput(): TransactionInput {
  const id = transactionId(`tx_${randomUUID().replaceAll('-', '').slice(0, 19)}`);
  if (id === undefined) throw new Error('A random id was no transaction id.');
  const attempt = { transactionId: id, attempt: 1 };
  const now = Date.now();
  const accepted = {
    ...attempt,
    customId: customIdOf(attempt),
    requestHash: 'bench',
    merchant: 'bench',
    terminal: {
      id: 'till',
      country: 'CL' as const,
      idTerminal: '1',
      idSucursal: '1',
      serialNumber: randomUUID(),
    },
    type: 'sale' as const,
    amount: { value: 5990, currency: 'CLP' as const },
    options: {},
    createdAt: new Date(now).toISOString(),
    dispatchBy: now + limits.dispatchWithin,
  };
  return {
    version: 1,
    accepted,
    policy: { mode: 'async', limits, offlineMeans: 'not_sent', deviceQuery: false },
  };
}
