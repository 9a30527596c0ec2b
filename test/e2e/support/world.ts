import { Client, Connection } from '@temporalio/client';
import type { Script } from '../../../src/simulator/scripts/script.js';
import { dataConverter } from '../../../src/workflows/data-converter.messages.js';
import { webhookTaskQueue } from '../../../src/workflows/webhook-endpoint.messages.js';
import { createTerminalPool } from './counters.js';
import type { ShopTerminal } from './counters.js';
import type { ManagedProcess } from './managed-process.js';
import { expectAllToAgree, expectNoAccidents } from './expect-ledger.js';
import type { Order } from './sale.js';
import type { Country, Mode } from './shops.js';
import { createSimulatorClient } from './simulator.js';
import type { SimulatorClient } from './simulator.js';
import { prepareEnvironment } from './world-setup.js';
import type { TestEnvironment } from './world-setup.js';
import { startTemporalProxy } from './temporal-proxy.js';
import type { TemporalProxy } from './temporal-proxy.js';
import { createTill } from './till.js';
import type { Till } from './till.js';

/** How a world is to be. */
export interface WorldOptions {
  /** Settings of the API and the worker, where they differ from the short times of `environment.ts`. */
  readonly env?: NodeJS.ProcessEnv;
  /** Settings of the simulator. */
  readonly simulator?: NodeJS.ProcessEnv;
  /** A Temporal server with a file database that a story may kill: {@link World.ownTemporal}. */
  readonly ownTemporal?: boolean;
  /** Settings of that server, as `name=value`. */
  readonly dynamicConfig?: readonly string[];
  /** A namespace other than the tests'; it has to be there. */
  readonly namespace?: string;
  /** False: no PUBLIC_URL, so that every command is sent in sync mode. The API's own address unless told. */
  readonly publicUrl?: string | false;
  /** Terminals in each mode, of each of the two large merchants; 40 unless told. */
  readonly counters?: number;
  /** Endpoints of the large Chilean merchant, as the merchants file has them. */
  readonly webhooks?: readonly object[];
  /** What runs from the start; everything unless told. */
  readonly running?: readonly ('worker' | 'api')[];
  /** Who of them reaches Temporal through {@link World.temporalProxy}; none by default. */
  readonly viaProxy?: readonly ('worker' | 'api')[];
}

/** Which terminal a story wants: a Chilean one in async mode unless told. */
export interface TerminalRequest {
  readonly country?: Country;
  readonly mode?: Mode;
  /** What shall happen to its first sales, one script each. */
  readonly script?: Script | readonly Script[];
  /** Of a merchant that no other story uses: something happens to its login. */
  readonly alone?: boolean;
}

/** Real processes, a real Temporal server, and the simulator as the judge. */
export interface World extends Pick<
  TestEnvironment,
  'folder' | 'urls' | 'ports' | 'shops' | 'taskQueue' | 'temporalAddress' | 'callbackKeys' | 'environments'
> {
  readonly api: ManagedProcess;
  readonly worker: ManagedProcess;
  readonly simulator: ManagedProcess;
  /** @throws Error in a world over the shared server. */
  readonly ownTemporal: ManagedProcess;
  readonly temporal: Client;
  /** Between Temporal and the processes that reach it through the proxy. */
  readonly temporalProxy: TemporalProxy;
  readonly judge: SimulatorClient;
  /** A terminal that no other story of this world uses. */
  terminal(request?: TerminalRequest): Promise<Till>;
  /** Another terminal of the same merchant. */
  neighbourOf(till: Till): Till;
  /** Every sale that was ordered here. */
  readonly orders: readonly Order[];
  /**
   * Has every sale agree with the ledger where API and simulator run, and nobody have died unasked, then ends everything.
   *
   * @throws what the comparison with the ledger found, or Error when a process was left behind.
   */
  close(): Promise<void>;
}

/** Starts a world; end it with {@link World.close}. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const environment = await prepareEnvironment(options);
  const temporalProxy = await startTemporalProxy(environment.temporalAddress);
  try {
    const judge = createSimulatorClient(environment.urls.simulator);
    await startPrograms(environment, { judge, temporalProxy }, options);
    const connection = await Connection.connect({ address: environment.temporalAddress });
    const temporal = new Client({ connection, namespace: environment.namespace, dataConverter });
    return createWorld(environment, { judge, temporalProxy, temporal });
  } catch (error) {
    await environment.clear();
    await temporalProxy.close();
    throw error;
  }
}

async function startPrograms(
  { parts, ownTemporal, shops }: TestEnvironment,
  { judge, temporalProxy }: Pick<World, 'judge' | 'temporalProxy'>,
  { running = ['worker', 'api'], viaProxy = [] }: WorldOptions,
): Promise<void> {
  const env = { TEMPORAL_ADDRESS: temporalProxy.address };
  const startService = async () => {
    await ownTemporal?.start();
    await Promise.all(running.map((name) => parts[name].start(viaProxy.includes(name) ? { env } : {})));
  };
  await Promise.all([startService(), parts.simulator.start().then(() => judge.meet(shops))]);
}

function createWorld(
  environment: TestEnvironment,
  means: Pick<World, 'judge' | 'temporalProxy' | 'temporal'>,
): World {
  const { judge, temporalProxy, temporal } = means;
  const orders: Order[] = [];
  const counters = createTerminalPool(environment.shops);
  const tillAt = (place: ShopTerminal): Till =>
    createTill({ ...place, api: environment.urls.api, judge, temporal }, (order) => orders.push(order));
  return {
    ...environment,
    ...environment.parts,
    temporal,
    temporalProxy,
    judge,
    orders,
    get ownTemporal() {
      if (environment.ownTemporal) return environment.ownTemporal;
      throw new Error('This world uses the shared server: startWorld({ ownTemporal: true }).');
    },
    async terminal({ country = 'CL', mode = 'async', script = [], alone = false } = {}) {
      const till = tillAt(counters.take({ country, mode, alone }));
      for (const one of [script].flat()) await till.script(one);
      return till;
    },
    neighbourOf: (till) => tillAt(counters.beside(till)),
    async close() {
      const { api, worker, simulator } = environment.parts;
      try {
        expectNoAccidents([api, worker, simulator, environment.ownTemporal]);
        if (api.isRunning && simulator.isRunning) await expectAllToAgree(orders, judge);
      } finally {
        // A client of a server that was killed may still have a retry to come, which would fail on a closed connection.
        if (environment.ownTemporal === undefined)
          await endRuns(temporal, environment.taskQueue).catch(() => undefined);
        if (environment.ownTemporal === undefined) await temporal.connection.close();
        await environment.clear();
        await temporalProxy.close();
      }
    },
  };
}

/** A courtesy: sales that still look for their outcome would go on for good on a server that others use too. */
async function endRuns(temporal: Client, taskQueue: string): Promise<void> {
  const queues = [taskQueue, webhookTaskQueue(taskQueue)].map((queue) => `'${queue}'`).join();
  const query = `TaskQueue IN (${queues}) AND ExecutionStatus = 'Running'`;
  for await (const { workflowId, runId } of temporal.workflow.list({ query })) {
    await temporal.workflow
      .getHandle(workflowId, runId)
      .terminate('the test is over')
      .catch(() => undefined);
  }
}
