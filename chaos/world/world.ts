import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { startChild } from '../../src/dev/processes/child.js';
import { distPath, programPath, projectRoot } from '../../src/dev/project-root.js';
import type { Program } from '../../src/dev/project-root.js';
import { waitUntilReady } from '../../src/dev/stack/ready.js';
import { findCli } from '../../src/dev/temporal/find.js';
import { startServer } from '../../src/dev/temporal/server.js';
import { connectAndPrepare } from '../../src/dev/temporal/start.js';
import { dataConverter } from '../../src/workflows/data-converter.messages.js';
import { buildEnvironments } from '../../test/e2e/support/environment.js';
import { findUnusedPorts } from '../../test/e2e/support/ports.js';
import { merchantsFile, openShops } from '../../test/e2e/support/shops.js';
import type { Shop } from '../../test/e2e/support/shops.js';
import { createSimulatorClient } from '../../test/e2e/support/simulator.js';
import type { SimulatorClient } from '../../test/e2e/support/simulator.js';
import { COUNTERS, isNameless } from '../plan/orders.js';
import { linkedNames } from '../plan/disturbances.js';
import type { LinkedName, ProcessName } from '../plan/disturbances.js';
import { Counts } from './counts.js';
import { openProxies } from './proxies.js';
import type { Proxies } from './proxies.js';
import { ChaosProcess } from './process.js';

/** Times in the proportions of the real ones, long enough for a machine on which all of this runs at once. */
const TIMES = {
  DISPATCH_WITHIN: '8s',
  GETNET_TIMEOUT: '2s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '4s',
  ATTENTION_AFTER: '30s',
} as const;
export const DISPATCH_WITHIN_MS = 8_000;
export const ATTENTION_AFTER_MS = 30_000;
/** Dispatch, Getnet's answer, lifecycle, and a tenth. */
export const LEASE_BOUND_MS = 15_400;

const START_MS = 90_000;
const RETENTION_MS = 30 * 86_400_000;

/** All processes of a run, what is between them, and the judge. */
export interface ChaosWorld {
  readonly folder: string;
  /** What its processes run. */
  readonly dist: string;
  readonly shops: readonly Shop[];
  readonly judge: SimulatorClient;
  readonly counts: Counts;
  readonly wires: Proxies;
  readonly processes: Readonly<Record<ProcessName, ChaosProcess>>;
  /** Of API 1 and API 2, without a closing slash. */
  readonly apis: Readonly<Record<1 | 2, string>>;
  readonly callbackKeys: string;
  readonly temporalAddress: string;
  /** Takes effect with the next start of Temporal. */
  throttleIndex(isThrottled: boolean): void;
  jumpClock(target: LinkedName, ms: number): void;
  /** Past all proxies. Close its connection. */
  connect(): Promise<Client>;
  stop(): Promise<void>;
}

interface Ports {
  readonly api: Readonly<Record<1 | 2, number>>;
  readonly metrics: Readonly<Record<LinkedName | 'ledger', number>>;
  readonly simulator: number;
  readonly temporal: number;
  readonly postgres: number;
}

/** Starts everything. @param folder is emptied first; it keeps logs and data bases. */
export async function startChaosWorld(folder: string, dist = distPath('')): Promise<ChaosWorld> {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const ports = await choosePorts();
  const counts = new Counts();
  const shops = openShops({
    mark: randomBytes(4).toString('hex').toUpperCase(),
    modes: ['async', 'sync'],
    counters: COUNTERS / 2,
  }).slice(0, 2);
  writeFileSync(join(folder, 'merchants.json'), withoutQuarantine(merchantsFile(shops)));
  const wires = await openProxies({ ports, counts });
  const callbackKeys = `chaos:${randomBytes(32).toString('base64')}`;
  const serverSettings: string[] = [];
  const processes = buildProcesses({ folder, dist, ports, shops, wires, callbackKeys, serverSettings });
  const judge = createSimulatorClient(`http://127.0.0.1:${ports.simulator}`);
  const temporalAddress = `127.0.0.1:${ports.temporal}`;
  const stop = async () => {
    await Promise.all([...linkedNames, 'ledger' as const].map((name) => processes[name].stop()));
    await Promise.all([processes.simulator.stop(), processes.temporal.stop()]);
    await wires.close();
  };
  try {
    await Promise.all([
      processes.temporal.revive(),
      processes.simulator.revive().then(() => registerShops(judge, shops)),
    ]);
    const others = [...linkedNames, 'ledger'] as const;
    await Promise.race([
      Promise.all(others.map((name) => processes[name].revive())),
      pause(START_MS, undefined, { ref: false }).then(() => {
        throw new Error(`Not everything is ready after ${START_MS / 1_000} s: see ${folder}/logs.`);
      }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  const { api } = ports;
  return {
    folder,
    dist,
    shops,
    judge,
    counts,
    wires,
    processes,
    callbackKeys,
    temporalAddress,
    stop,
    apis: { 1: `http://127.0.0.1:${api[1]}`, 2: `http://127.0.0.1:${api[2]}` },
    throttleIndex: (isThrottled) =>
      void serverSettings.splice(0, 1, ...(isThrottled ? ['frontend.namespaceRPS.visibility=1'] : [])),
    jumpClock: (target, ms) => {
      writeFileSync(clockFile(folder, target), String(ms));
      processes[target].signalClock();
    },
    connect: async () => {
      const connection = await Connection.connect({ address: temporalAddress });
      return new Client({ connection, dataConverter });
    },
  };
}

/** The odd ones keep the layout that the documentation prints. */
async function registerShops(judge: SimulatorClient, shops: readonly Shop[]): Promise<void> {
  await judge.meet(shops);
  for (const { country, counters } of shops)
    for (const [counter, { serialNumber }] of counters.entries())
      if (country === 'AR' && !isNameless({ country, counter }))
        await judge.change(serialNumber, { shape: 'B_with_ids' });
}

async function choosePorts(): Promise<Ports> {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0] = await findUnusedPorts(10);
  return {
    api: { 1: a, 2: b },
    metrics: { 'api-1': c, 'api-2': d, 'worker-1': e, 'worker-2': f, ledger: g },
    simulator: h,
    temporal: i,
    postgres: j,
  };
}

/** A terminal whose payments nobody can know of is not taken out of the run. */
function withoutQuarantine(file: string): string {
  const { merchants } = JSON.parse(file) as { merchants: readonly object[] };
  const policies = { quarantineAfter: 100 };
  return JSON.stringify({ merchants: merchants.map((merchant) => ({ ...merchant, policies })) });
}

interface ProcessParts {
  readonly folder: string;
  readonly dist: string;
  readonly ports: Ports;
  readonly shops: readonly Shop[];
  readonly wires: Proxies;
  readonly callbackKeys: string;
  readonly serverSettings: readonly string[];
}

function buildProcesses(parts: ProcessParts): Readonly<Record<ProcessName, ChaosProcess>> {
  const { folder, dist, ports } = parts;
  const taskQueue = `chaos-${randomUUID()}`;
  const buildProcessEnvironment = (name: LinkedName | 'ledger' | 'simulator') =>
    buildEnvironment(name, { ...parts, taskQueue });
  const buildNode = (name: LinkedName | 'ledger' | 'simulator', program: Program, readyAt: string) => {
    const logFile = join(folder, 'logs', `${name}.log`);
    const preload = join(projectRoot, 'chaos', 'world', 'shift-clock.mjs');
    const script = ['--import', preload, programPath(program, dist)];
    const args = ['-c', 'cd "$0" && exec "$@"', folder, process.execPath, ...script];
    return new ChaosProcess(name, logFile, async () => {
      const env = { ...buildProcessEnvironment(name), CHAOS_CLOCK_FILE: clockFile(folder, name) };
      const child = await startChild({ name, command: 'sh', args, env, logFile });
      return { child, ready: waitUntilReady(child, readyAt) };
    });
  };
  const buildAddress = (port: number, path: string) => `http://127.0.0.1:${port}${path}`;
  return {
    'api-1': buildNode('api-1', 'api', buildAddress(ports.api[1], '/health/ready')),
    'api-2': buildNode('api-2', 'api', buildAddress(ports.api[2], '/health/ready')),
    'worker-1': buildNode('worker-1', 'worker', buildAddress(ports.metrics['worker-1'], '/health/ready')),
    'worker-2': buildNode('worker-2', 'worker', buildAddress(ports.metrics['worker-2'], '/health/ready')),
    ledger: buildNode('ledger', 'ledger', buildAddress(ports.metrics.ledger, '/health/ready')),
    simulator: buildNode('simulator', 'simulator', buildAddress(ports.simulator, '/_sim/health')),
    temporal: buildTemporalProcess(parts),
  };
}

function buildTemporalProcess({ folder, ports, serverSettings }: ProcessParts): ChaosProcess {
  const logFile = join(folder, 'logs', 'temporal.log');
  const address = `127.0.0.1:${ports.temporal}`;
  const needs = { namespace: 'default', retentionMs: RETENTION_MS, longerRetention: 'shorten' } as const;
  return new ChaosProcess('temporal', logFile, async () => {
    const { child } = await startServer({
      port: ports.temporal,
      cli: await findCli(),
      logFile,
      dynamicConfig: serverSettings,
      databaseFile: join(folder, 'temporal.db'),
    });
    return { child, ready: connectAndPrepare({ address }, needs) };
  });
}

function buildEnvironment(
  name: LinkedName | 'ledger' | 'simulator',
  { folder, ports, shops, wires, callbackKeys, taskQueue }: ProcessParts & { readonly taskQueue: string },
): NodeJS.ProcessEnv {
  const isLinked = name !== 'ledger' && name !== 'simulator';
  const metrics = name === 'simulator' ? 0 : ports.metrics[name];
  const environments = buildEnvironments({
    folder,
    shops,
    taskQueue,
    callbackKeys,
    namespace: 'default',
    ports: {
      api: ports.api[name === 'api-2' ? 2 : 1],
      apiMetrics: metrics,
      worker: metrics,
      simulator: ports.simulator,
      temporal: ports.temporal,
    },
    temporalAddress: `127.0.0.1:${isLinked ? wires.temporal[name].port : ports.temporal}`,
    publicUrl: `http://127.0.0.1:${wires.callbacks.port}`,
    env: {
      ...TIMES,
      GETNET_BASE_URL: `http://127.0.0.1:${wires.getnet[name === 'worker-2' ? 'worker-2' : 'worker-1'].port}/api/postxs/`,
      DATA_DIR: join(folder, 'data'),
      POSTGRES_PORT: String(ports.postgres),
      WORKER_GRACE: '10s',
    },
    simulator: {},
  });
  if (name === 'simulator') return environments.simulator;
  return name === 'api-1' || name === 'api-2' ? environments.api : environments.worker;
}

function clockFile(folder: string, name: string): string {
  return join(folder, `clock-${name}`);
}
