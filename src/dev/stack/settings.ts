import { environmentSchema } from '../../config/environment/environment.schema.js';
import { findFreePorts, isPortInUse } from '../processes/ports.js';
import { readSettings } from '../settings.js';

/** Where everything of the stack listens. */
export interface Ports {
  readonly api: number;
  readonly apiMetrics: number;
  readonly workerMetrics: number;
  readonly ledgerMetrics: number;
  readonly postgres: number;
  readonly simulator: number;
  readonly temporal: number;
  readonly temporalUi: number;
}

/** How the stack is to run. */
export interface StackSettings {
  readonly host: string;
  readonly ports: Ports;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Keys, merchants, logs, and Temporal's database unless it is kept in memory. */
  readonly dataDir: string;
  readonly retentionMs: number;
}

/** The setting that moves each port, and what listens there. */
const portSettings: Readonly<Record<keyof Ports, string>> = {
  api: 'PORT (the API)',
  apiMetrics: 'METRICS_PORT (the metrics of the API)',
  workerMetrics: 'METRICS_PORT (the metrics of the worker are one port above those of the API)',
  ledgerMetrics: 'METRICS_PORT (the metrics of the ledger are two ports above those of the API)',
  postgres: 'POSTGRES_PORT (the database of the ledger)',
  simulator: 'SIMULATOR_PORT (the Getnet simulator)',
  temporal: 'TEMPORAL_PORT (the Temporal server)',
  temporalUi: 'TEMPORAL_UI_PORT (the Temporal UI)',
};

/** What listens on HOST; the rest stays on this machine. */
const onHost: ReadonlySet<keyof Ports> = new Set(['api']);

/**
 * Reads the stack's settings and finds a free port for each that is 0.
 *
 * @throws SettingsInvalid naming all that is wrong.
 */
export async function readStackSettings(env: NodeJS.ProcessEnv): Promise<StackSettings> {
  // All of them, not only those used here: the processes would refuse the others one by one later.
  const read = readSettings(environmentSchema, env);
  const metrics = read.METRICS_PORT ?? 9464;
  return {
    host: read.HOST,
    namespace: read.TEMPORAL_NAMESPACE,
    taskQueue: read.TEMPORAL_TASK_QUEUE,
    dataDir: read.DATA_DIR,
    retentionMs: read.RETENTION,
    ports: await fillFreePorts({
      api: read.PORT,
      apiMetrics: metrics,
      workerMetrics: metrics === 0 ? 0 : metrics + 1,
      ledgerMetrics: metrics === 0 ? 0 : metrics + 2,
      postgres: read.POSTGRES_PORT,
      simulator: read.SIMULATOR_PORT,
      temporal: read.TEMPORAL_PORT,
      temporalUi: read.TEMPORAL_UI_PORT,
    }),
  };
}

/** @throws Error naming every port that is in use, and the setting that moves it. */
export async function refuseTakenPorts(ports: Partial<Ports>, host: string): Promise<void> {
  const wanted = Object.entries(ports) as [keyof Ports, number][];
  const taken = await Promise.all(
    wanted.map(([name, port]) => isPortInUse(port, onHost.has(name) ? host : undefined)),
  );
  const faults = wanted.filter((_, index) => taken[index]);
  if (faults.length === 0) return;
  const lines = faults.map(([name, port]) => `  ${port}: set ${portSettings[name]}`);
  throw new Error(['These ports are in use. Free them, or move what listens there:', ...lines].join('\n'));
}

async function fillFreePorts(ports: Ports): Promise<Ports> {
  const free = await findFreePorts(Object.keys(ports).length);
  const chosen = Object.entries(ports).map(([name, port], index) => [name, port === 0 ? free[index] : port]);
  return Object.fromEntries(chosen) as Ports;
}
