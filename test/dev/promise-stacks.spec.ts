import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, Client, Connection, WorkflowFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import { silenceRuntime } from '../../src/dev/replay/verdict.js';
import { startFixtureWorker } from '../support/fixture-worker.js';

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
const namespace = process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'default';
const taskQueue = `promise-stacks-${process.pid}-${Date.now()}`;
const pathTo = (file: string) => fileURLToPath(new URL(file, import.meta.url));

let client: Client;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  silenceRuntime();
  client = new Client({ connection: await Connection.connect({ address }), namespace });
  const workflowsPath = pathTo('promise-stacks/workflows.ts');
  const preloadModules = [workflowsPath, pathTo('../../src/workflows/no-promise-stacks.ts')];
  stopWorker = await startFixtureWorker({ workflowsPath, preloadModules, namespace, taskQueue });
});

afterAll(async () => {
  await stopWorker();
  await client.connection.close();
  await Runtime.instance().shutdown();
});

let started = 0;
const start = (): Promise<WorkflowHandle> =>
  client.workflow.start('failsAs', { taskQueue, workflowId: `${taskQueue}-${(started += 1)}` });

/** @returns what the run fails with. */
async function failAs(way: string): Promise<Error> {
  const run = await start();
  await run.signal('fail', way);
  const failure: unknown = await run.result().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof WorkflowFailedError) || !failure.cause) throw new Error(`${way} did not fail`);
  return failure.cause;
}

describe('no promise stacks', () => {
  it('a run waits: it is not known where in the code, as remembering that costs a third of a run', async () => {
    const run = await start();
    expect(await run.query('__stack_trace')).toBe('');
    await run.terminate();
  });

  it('a failure of ours ends a run: Temporal shows the frames of the code', async () => {
    const failure = await failAs('derived');
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure.stack).toMatch(/at failBy .*workflows\.ts/);
  });

  it('the engine throws: its error has its frames', async () => {
    const failure = (await failAs('engine')) as ApplicationFailure;
    expect(failure.details?.[0]).toMatch(/^TypeError: [^]*at catchTypeError/);
  });

  it('an error with a message is made: it is an Error, and has its frames', async () => {
    const failure = await failAs('plain');
    expect(failure.message).toBe('true');
    expect((failure as ApplicationFailure).details?.[0]).toMatch(
      /^Error: without a message of its own\n[^]*at failBy/,
    );
  });
});
