import type { Environment } from './environment.js';
import type { Merchants } from './merchants.js';

/** The processes that have settings of their own. */
export type ProcessName = 'api' | 'worker';

const metricsPorts: Readonly<Record<ProcessName, number>> = { api: 9464, worker: 9465 };
const ASYNC_GRACE = 20_000;

/** @returns where a process shows its metrics. */
export function metricsPort({ METRICS_PORT }: Environment, name: ProcessName): number {
  return METRICS_PORT ?? metricsPorts[name];
}

/** @returns how long SIGTERM waits for running dispatches, in milliseconds: with a sync terminal, as long as one is held. */
export function workerGrace(environment: Environment, merchants: Merchants): number {
  const { WORKER_GRACE, LIFECYCLE_LIMIT, GETNET_TIMEOUT } = environment;
  return WORKER_GRACE ?? (hasSyncTerminal(merchants) ? LIFECYCLE_LIMIT + GETNET_TIMEOUT : ASYNC_GRACE);
}

/** @returns whether any command may be held until its terminal has finished. */
export function hasSyncTerminal(merchants: Merchants): boolean {
  return merchants.all().some(({ terminals }) => terminals.some(({ mode }) => mode === 'sync'));
}
