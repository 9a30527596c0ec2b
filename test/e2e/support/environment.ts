import { join } from 'node:path';
import { listSecrets } from './shops.js';
import type { Shop } from './shops.js';

/** Times short enough for a test. A busy machine has long enough to send: a sale that expires says nothing about its story. */
const shortTimes = {
  DISPATCH_WITHIN: '20s',
  GETNET_TIMEOUT: '1s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '3s',
  ATTENTION_AFTER: '12s',
} as const;

/** The simulator's lifecycle is over before the service's limit, as the real one's. */
const shortWindows = {
  SIMULATOR_WINDOW: '900ms',
  SIMULATOR_EXTRA_WINDOW: '1500ms',
  SIMULATOR_CUSTOMER_DELAY: '150ms',
} as const;

/** Where the parts of a world listen. */
export interface Ports {
  readonly api: number;
  readonly apiMetrics: number;
  readonly worker: number;
  readonly simulator: number;
  readonly temporal: number;
}

/** What the environment of a world is made from. */
export interface EnvironmentParts {
  readonly folder: string;
  readonly ports: Ports;
  readonly shops: readonly Shop[];
  readonly taskQueue: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly callbackKeys: string;
  /** Undefined: commands are sent in sync mode. */
  readonly publicUrl: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly simulator: NodeJS.ProcessEnv;
}

/** What each process of a world starts with: nothing of a developer's own settings but how to reach Temporal. */
export interface Environments {
  readonly api: NodeJS.ProcessEnv;
  readonly worker: NodeJS.ProcessEnv;
  readonly simulator: NodeJS.ProcessEnv;
}

/** @returns the environment of each process. */
export function buildEnvironments(parts: EnvironmentParts): Environments {
  const { ports } = parts;
  const service = buildServiceEnvironment(parts);
  return {
    api: { ...service, PORT: String(ports.api), METRICS_PORT: String(ports.apiMetrics), ...parts.env },
    worker: { ...service, METRICS_PORT: String(ports.worker), ...parts.env },
    simulator: {
      ...fromOutside(),
      ...shortWindows,
      SIMULATOR_PORT: String(ports.simulator),
      ...parts.simulator,
    },
  };
}

function buildServiceEnvironment(parts: EnvironmentParts): NodeJS.ProcessEnv {
  const { folder, ports, shops, taskQueue, temporalAddress, namespace, callbackKeys, publicUrl } = parts;
  return {
    ...fromOutside(),
    ...shortTimes,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_TASK_QUEUE: taskQueue,
    MERCHANTS_FILE: join(folder, 'merchants.json'),
    GETNET_BASE_URL: `http://127.0.0.1:${ports.simulator}/api/postxs/`,
    GETNET_AR_AMOUNT_UNIT: 'centavos',
    // Stories script the first login of a merchant.
    GETNET_CHECK_TERMINALS: 'never',
    ...(publicUrl && { PUBLIC_URL: publicUrl, CALLBACK_KEYS: callbackKeys }),
    ...listSecrets(shops),
  };
}

function fromOutside(): NodeJS.ProcessEnv {
  const wanted = /^(PATH|HOME|TMPDIR|LANG|TEMPORAL_TLS.*|TEMPORAL_API_KEY)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted.test(name)));
}
