import { environmentSchema } from '../../config/environment/environment.schema.js';
import { variables as simulatorVariables } from '../../simulator/settings.js';
import type { Credentials } from './credentials.js';
import type { StackSettings } from './settings.js';

/** What the processes of the stack are told. */
export interface StackEnvironment {
  readonly api: NodeJS.ProcessEnv;
  readonly worker: NodeJS.ProcessEnv;
  readonly ledger: NodeJS.ProcessEnv;
  readonly simulator: NodeJS.ProcessEnv;
}

/** Where people and programs reach the stack. */
export interface Addresses {
  readonly api: string;
  readonly worker: string;
  readonly ledger: string;
  readonly simulator: string;
}

/** The addresses of the stack, without a closing slash. */
export function resolveAddresses({ host, ports }: StackSettings): Addresses {
  const everywhere = ['0.0.0.0', '::', 'localhost'].includes(host);
  const reachable = everywhere ? '127.0.0.1' : host;
  const service = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}`;
  return {
    api: `${service}:${ports.api}`,
    worker: `http://127.0.0.1:${ports.workerMetrics}`,
    ledger: `http://127.0.0.1:${ports.ledgerMetrics}`,
    simulator: `http://127.0.0.1:${ports.simulator}`,
  };
}

/** What environment they start from, and what is to be reached. */
export interface EnvironmentOptions {
  readonly base: NodeJS.ProcessEnv;
  readonly settings: StackSettings;
  readonly credentials: Credentials;
  readonly temporalAddress: string;
  /** Where the stack keeps its files, where not in DATA_DIR. */
  readonly dataDir?: string;
}

export function buildEnvironments(parts: EnvironmentOptions): StackEnvironment {
  const { ports } = parts.settings;
  const service = buildServiceEnvironment(parts);
  const simulator = {
    SIMULATOR_PORT: String(ports.simulator),
    SIMULATOR_HOST: '127.0.0.1',
    SIMULATOR_AR_AMOUNT_UNIT: arAmountUnit,
  };
  return {
    api: { ...service, PORT: String(ports.api), METRICS_PORT: String(ports.apiMetrics) },
    worker: { ...service, METRICS_PORT: String(ports.workerMetrics) },
    ledger: { ...service, METRICS_PORT: String(ports.ledgerMetrics) },
    simulator: { ...unsetSimulator, ...parts.base, ...simulator },
  };
}

function buildServiceEnvironment({
  base,
  settings,
  credentials,
  temporalAddress,
  dataDir = settings.dataDir,
}: EnvironmentOptions): NodeJS.ProcessEnv {
  const addresses = resolveAddresses(settings);
  return {
    ...unsetVariables,
    ...base,
    ...providerUnset,
    NODE_ENV: 'development',
    HOST: settings.host,
    METRICS_HOST: '127.0.0.1',
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: settings.namespace,
    TEMPORAL_TASK_QUEUE: settings.taskQueue,
    MERCHANTS_FILE: credentials.merchantsFile,
    CALLBACK_KEYS: credentials.callbackKeys,
    PUBLIC_URL: addresses.api,
    POSTGRES_PORT: String(settings.ports.postgres),
    DATA_DIR: dataDir,
    GETNET_BASE_URL: `${addresses.simulator}/api/postxs/`,
    GETNET_AR_AMOUNT_UNIT: arAmountUnit,
    ...simulatorLogins,
  };
}

/**
 * The settings of the service that somebody set and the stack sets itself, by name. It has a simulator, demo merchants and keys of its
 * own.
 */
export function listOverridden(base: NodeJS.ProcessEnv, { api }: StackEnvironment): readonly string[] {
  return Object.keys(environmentSchema.shape).filter(
    (name) => (base[name] ?? '') !== '' && api[name] !== base[name],
  );
}

/** What the service sends and the simulator's page shows; Getnet's own unit is not known. */
const arAmountUnit = 'centavos';

/** Empty is unset, and stronger than a line of a `.env` file that the processes would read for themselves. */
const unsetVariables = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, '']));
const unsetSimulator = Object.fromEntries(simulatorVariables.map(({ name }) => [name, '']));

/** Only the simulator is ever reached, whatever provider is set. */
const providerUnset = {
  GETNET_BASE_URL_CL: '',
  GETNET_BASE_URL_AR: '',
  GETNET_EXTRA_HEADERS: '',
  CALLBACK_SIGNATURE_HEADER: '',
  CALLBACK_SIGNATURE_KEY: '',
} as const;

/** The credentials that the simulator knows from the start. */
const simulatorLogins = {
  DEMO_CL_CLIENT_ID: 'demo-cl',
  DEMO_CL_CLIENT_SECRET: 'demo-cl-secret',
  DEMO_AR_CLIENT_ID: 'demo-ar',
  DEMO_AR_CLIENT_SECRET: 'demo-ar-secret',
} as const;
