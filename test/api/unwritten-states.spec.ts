import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, NativeConnection, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { cacheFolder } from '../../src/dev/project-root.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { openRecord, recordNotSent } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { transactionWorkflow } from '../../src/workflows/transaction.messages.js';
import { buildTransactionStart } from '../../src/workflows/transaction.start.messages.js';
import { saleInput } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { apiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { scriptedGetnet } from './support/getnet.js';
import { merchants } from './support/shop.js';
import type { Ahead } from './unwritten-states/workflows.js';

const RETRY_UNTIL = new Date(Date.now() + 3_600_000).toISOString();

let world: ApiWorld;
let folder: string;
let native: NativeConnection;
let worker: Worker;
let running: Promise<void>;

/** Its worker says what a test lets it say: Temporal's Core loses a workflow task only where several things happen in the same moment. */
beforeAll(async () => {
  TransactionWorld.quiet();
  world = await apiWorld(scriptedGetnet().getnet, { workers: false });
  await mkdir(cacheFolder, { recursive: true });
  folder = await mkdtemp(join(cacheFolder, 'unwritten-'));
  const workflowsPath = fileURLToPath(new URL('unwritten-states/workflows.ts', import.meta.url));
  const logger = new DefaultLogger('ERROR', () => undefined);
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  const codePath = join(folder, 'bundle.cjs');
  await writeFile(codePath, code);
  const { client, taskQueue } = world.temporal;
  const { namespace } = client.options;
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
  native = await NativeConnection.connect({ address });
  worker = await Worker.create({ connection: native, namespace, taskQueue, workflowBundle: { codePath } });
  running = worker.run();
});

afterAll(async () => {
  worker.shutdown();
  await running;
  await native.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

function accept() {
  const input = saleInput();
  return { ...input, accepted: { ...input.accepted, merchant: merchants.chile } };
}

type Input = ReturnType<typeof accept>;

/** @returns what `GET` says of a transaction of which its worker says something, and its history has something. */
async function readWhile(input: Input, ahead: Ahead) {
  const { temporal, api } = world;
  const start = buildTransactionStart(input, temporal.taskQueue);
  await temporal.client.workflow.start(transactionWorkflow, {
    ...start,
    args: [{ ahead }] as never,
  });
  return (await api.get(`/v1/transactions/${input.accepted.transactionId}`)).body;
}

const refuse = ({ accepted }: Input): Snapshot =>
  recordNotSent(openRecord(accepted), { reason: 'terminal-busy' }, new Date().toISOString());

describe('a worker is ahead of what Temporal has taken', () => {
  it('it says not sent, and no workflow task that says so has been taken: the money is unknown', async () => {
    const input = accept();
    const body = await readWhile(input, { says: refuse(input), status: 'dispatching' });
    expect(body).toMatchObject({ status: 'dispatching', outcome: { moneyMoved: 'unknown' } });
  });

  it('it says not sent, and Temporal has it: not sent, and why', async () => {
    const input = accept();
    const parked = { attempt: 1, reason: 'terminal-busy', retryUntil: RETRY_UNTIL };
    const body = await readWhile(input, { says: refuse(input), status: 'not_sent', parked });
    expect(body).toMatchObject({
      status: 'not_sent',
      outcome: { moneyMoved: 'no', reason: 'terminal-busy' },
    });
    expect(body.outcome.detail).toBeUndefined();
  });

  it('it says that a second attempt is on its way, and Temporal has no second attempt: the first one was not sent', async () => {
    const input = accept();
    const { transactionId } = input.accepted;
    const second = { ...input.accepted, attempt: 2, customId: buildCustomId({ transactionId, attempt: 2 }) };
    const parked = { attempt: 1, reason: 'terminal-busy', retryUntil: RETRY_UNTIL };
    const body = await readWhile(input, { says: openRecord(second), status: 'not_sent', parked });
    expect(body).toMatchObject({ status: 'not_sent', attempt: 1, outcome: { moneyMoved: 'no' } });
  });

  it('it says that a second attempt is on its way, and Temporal has it: that, and the money is unknown', async () => {
    const input = accept();
    const { transactionId } = input.accepted;
    const second = { ...input.accepted, attempt: 2, customId: buildCustomId({ transactionId, attempt: 2 }) };
    const parked = { attempt: 1, reason: 'terminal-busy', retryUntil: RETRY_UNTIL };
    const body = await readWhile(input, { says: openRecord(second), status: 'dispatching', parked });
    expect(body).toMatchObject({ status: 'dispatching', attempt: 2, outcome: { moneyMoved: 'unknown' } });
  });
});
