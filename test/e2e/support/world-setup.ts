import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPortInUse } from '../../../src/dev/processes/ports.js';
import { cacheFolder } from '../../../src/dev/project-root.js';
import { buildEnvironments } from './environment.js';
import type { Environments, Ports } from './environment.js';
import { startOwnTemporal } from './own-temporal.js';
import { createManagedProcess } from './managed-process.js';
import type { ManagedProcess } from './managed-process.js';
import { findUnusedPorts } from './ports.js';
import { merchantsFile, openShops } from './shops.js';
import type { Shop } from './shops.js';
import type { WorldOptions } from './world.js';

/** Everything of a world that is there before anything runs. */
export interface TestEnvironment {
  readonly folder: string;
  readonly ports: Ports;
  readonly urls: Readonly<Record<'api' | 'worker' | 'simulator', string>>;
  readonly shops: readonly Shop[];
  readonly taskQueue: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly callbackKeys: string;
  readonly environments: Environments;
  readonly parts: Readonly<Record<'api' | 'worker' | 'simulator', ManagedProcess>>;
  readonly ownTemporal: ManagedProcess | undefined;
  /** Ends what runs and deletes what was written. @throws Error when a port is still in use afterwards. */
  clear(): Promise<void>;
}

/** Makes folder, ports, merchants and settings; starts nothing. */
export async function prepareEnvironment(options: WorldOptions): Promise<TestEnvironment> {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, 'e2e-'));
  const [api = 0, apiMetrics = 0, worker = 0, simulator = 0, temporal = 0] = await findUnusedPorts(5);
  const ports = { api, apiMetrics, worker, simulator, temporal };
  const urls = { api: urlAt(api), worker: urlAt(worker), simulator: urlAt(simulator) };
  const shops = openShops({
    mark: randomBytes(4).toString('hex').toUpperCase(),
    modes: options.publicUrl === false ? ['sync'] : ['async', 'sync'],
    counters: options.counters ?? 40,
  });
  writeFileSync(join(folder, 'merchants.json'), merchantsFile(shops, options.webhooks));
  const where = { folder, ports, shops, ...chooseTemporal(options, temporal) };
  const callbackKeys = `e2e:${randomBytes(32).toString('base64')}`;
  const environments = buildEnvironments({
    ...where,
    callbackKeys,
    publicUrl: options.publicUrl === false ? undefined : (options.publicUrl ?? urls.api),
    env: options.env ?? {},
    simulator: options.simulator ?? {},
  });
  const part = (name: keyof typeof urls, readyAt: string): ManagedProcess =>
    createManagedProcess({ name, folder, env: environments[name], url: urls[name], readyAt });
  const parts = {
    api: part('api', '/health/ready'),
    worker: part('worker', '/health/ready'),
    simulator: part('simulator', '/_sim/health'),
  };
  const own = options.ownTemporal ? startOwnTemporal(folder, temporal, options.dynamicConfig) : undefined;
  const clear = () => cleared([parts.api, parts.worker, parts.simulator, ...(own ? [own] : [])], where);
  return { ...where, urls, callbackKeys, environments, parts, ownTemporal: own, clear };
}

function chooseTemporal({ ownTemporal: own, namespace }: WorldOptions, port: number) {
  const { TEST_TEMPORAL_ADDRESS: shared = '127.0.0.1:7233', TEST_TEMPORAL_NAMESPACE = 'default' } =
    process.env;
  return {
    taskQueue: `e2e-${randomUUID()}`,
    temporalAddress: own ? `127.0.0.1:${port}` : shared,
    namespace: namespace ?? (own ? 'default' : TEST_TEMPORAL_NAMESPACE),
  };
}

async function cleared(
  parts: readonly ManagedProcess[],
  { folder, ports }: Pick<TestEnvironment, 'folder' | 'ports'>,
) {
  for (const part of parts) if (part.isRunning) await part.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  for (const [name, port] of Object.entries(ports)) {
    if (await isPortInUse(port))
      throw new Error(`Port ${port} (${name}) is still in use: a process was left behind.`);
  }
}

function urlAt(port: number): string {
  return `http://127.0.0.1:${port}`;
}
