import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCustomId } from '../../src/domain/ids.js';
import { openRecord, recordNotSent } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { observationQuery, transactionWorkflow } from '../../src/workflows/transaction.messages.js';
import { buildTransactionStart } from '../../src/workflows/transaction.start.messages.js';
import { startFixtureWorker } from '../support/fixture-worker.js';
import { saleInput } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { merchants } from './support/shop.js';
import type { RunAhead } from './worker-ahead-of-history/workflows.js';

const RETRY_UNTIL = new Date(Date.now() + 3_600_000).toISOString();

let world: ApiWorld;
let stopWorker: () => Promise<void>;

/** Its worker says what a test lets it say: Temporal's Core loses a workflow task only where several things happen in the same moment. */
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(createScriptedGetnet().getnet, { workers: false });
  const { client, taskQueue } = world.temporal;
  const workflowsPath = fileURLToPath(new URL('worker-ahead-of-history/workflows.ts', import.meta.url));
  stopWorker = await startFixtureWorker({ workflowsPath, taskQueue, namespace: client.options.namespace });
});

afterAll(async () => {
  await stopWorker();
  await world.close();
});

function accept() {
  const input = saleInput();
  return { ...input, accepted: { ...input.accepted, merchant: merchants.chile } };
}

type Input = ReturnType<typeof accept>;

const parked = { attempt: 1, reason: 'terminal-busy', retryUntil: RETRY_UNTIL };

/** Runs it, and waits until its worker answers. */
async function start(input: Input, ahead: RunAhead): Promise<void> {
  const { temporal } = world;
  const run = await temporal.client.workflow.start(transactionWorkflow, {
    ...buildTransactionStart(input, temporal.taskQueue),
    args: [{ ahead }] as never,
  });
  const { snapshot } = await run.query(observationQuery);
  expect(snapshot).toEqual(ahead.says);
}

const read = async ({ accepted }: Input) =>
  (await world.api.get(`/v1/transactions/${accepted.transactionId}`)).body;

const refuse = ({ accepted }: Input): Snapshot =>
  recordNotSent(openRecord(accepted), { reason: 'terminal-busy' }, new Date().toISOString());

const tryAgain = ({ accepted }: Input): Snapshot => {
  const { transactionId } = accepted;
  return openRecord({ ...accepted, attempt: 2, customId: buildCustomId({ transactionId, attempt: 2 }) });
};

describe('a worker is ahead of the history', () => {
  it('it says not sent, from a workflow task that Temporal never took: the money is unknown', async () => {
    const input = accept();
    await start(input, { says: refuse(input), eventsAhead: 100, status: 'dispatching' });
    expect(await read(input)).toMatchObject({ status: 'dispatching', outcome: { moneyMoved: 'unknown' } });
  });

  it('it says that a second attempt was dispatched, from a workflow task that Temporal never took: the first one was not sent', async () => {
    const input = accept();
    await start(input, { says: tryAgain(input), eventsAhead: 100, status: 'not_sent', parked });
    expect(await read(input)).toMatchObject({
      status: 'not_sent',
      attempt: 1,
      outcome: { moneyMoved: 'no' },
    });
  });
});

describe('a worker has the same history as Temporal', () => {
  it('it says not sent: not sent with its reason, also before the search attribute is written', async () => {
    const input = accept();
    await start(input, { says: refuse(input), eventsAhead: 0, status: 'dispatching' });
    expect(await read(input)).toMatchObject({
      status: 'not_sent',
      outcome: { moneyMoved: 'no', reason: 'terminal-busy' },
    });
  });

  it('it says that a second attempt was dispatched: the money is unknown', async () => {
    const input = accept();
    await start(input, { says: tryAgain(input), eventsAhead: 0, status: 'dispatching', parked });
    expect(await read(input)).toMatchObject({
      status: 'dispatching',
      attempt: 2,
      outcome: { moneyMoved: 'unknown' },
    });
  });
});
