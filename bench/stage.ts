import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { createActivities } from '../src/activities/create-activities.js';
import { startTemporal } from '../src/dev/temporal/start.js';
import { createGetnetClient } from '../src/getnet/client.js';
import { dataConverter } from '../src/workflows/data-converter.messages.js';
import { startGetnetStub } from './getnet-stub.js';
import type { GetnetStub } from './getnet-stub.js';

const DAY = 86_400_000;
const QUEUE = 'bench';

/** One server, one worker, one stub of Getnet: both contestants run on the same. */
export interface Stage {
  readonly client: Client;
  readonly taskQueue: string;
  readonly baselineQueue: string;
  readonly getnet: GetnetStub;
  readonly server: string;
  stop(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const temporal = await startTemporal({ retentionMs: DAY });
  const stub = await startGetnetStub();
  const connection = await Connection.connect({ address: temporal.address });
  const native = await NativeConnection.connect({ address: temporal.address });
  const client = new Client({ connection, dataConverter });
  const workers = await Promise.all([serviceWorker(native, client, stub), baselineWorker(native, stub)]);
  const running = workers.map((worker) => worker.run());
  return {
    client,
    taskQueue: QUEUE,
    baselineQueue: `${QUEUE}-bare`,
    getnet: stub,
    server: temporal.source,
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
      await native.close();
      await connection.close();
      await stub.stop();
      await temporal.stop();
    },
  };
}

function serviceWorker(connection: NativeConnection, client: Client, stub: GetnetStub): Promise<Worker> {
  const getnet = createGetnetClient({
    baseUrlOf: () => stub.baseUrl,
    environment: 'uat',
    extraHeaders: {},
    credentialsOf: () => ({ clientId: 'bench', clientSecret: 'bench' }),
    log: () => undefined,
  });
  const activities = createActivities({
    getnet,
    temporal: client,
    taskQueue: QUEUE,
    callbackUrl: (customId) => `http://127.0.0.1:9/webhooks/getnet/${customId}`,
    count: () => undefined,
  });
  const codePath = fileURLToPath(new URL('../../../dist/workflow-bundle.cjs', import.meta.url));
  return Worker.create({
    connection,
    taskQueue: QUEUE,
    dataConverter,
    activities,
    workflowBundle: { codePath },
  });
}

function baselineWorker(connection: NativeConnection, stub: GetnetStub): Promise<Worker> {
  const activities = {
    post: async (customId: string) => {
      const { body } = await request(`${stub.baseUrl}sale`, {
        method: 'POST',
        body: JSON.stringify({ customId }),
      });
      await body.dump();
    },
  };
  const workflowsPath = fileURLToPath(new URL('./bare.workflow.js', import.meta.url));
  return Worker.create({ connection, taskQueue: `${QUEUE}-bare`, activities, workflowsPath });
}
