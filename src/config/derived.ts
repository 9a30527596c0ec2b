import type { Environment } from './environment/environment.js';
import type { Merchants } from './merchants/merchants.js';
import type { Policy, TimeLimits } from '../domain/policy.js';

/** The processes that have settings of their own. */
export type ProcessName = 'api' | 'worker';

const defaultMetricsPorts: Readonly<Record<ProcessName, number>> = { api: 9464, worker: 9465 };
const ASYNC_GRACE_MS = 20_000;

/** @returns where a process shows its metrics. */
export function resolveMetricsPort({ METRICS_PORT }: Environment, name: ProcessName): number {
  return METRICS_PORT ?? defaultMetricsPorts[name];
}

/** @returns how long SIGTERM waits for running dispatches, in milliseconds: with a sync terminal, as long as one is held. */
export function resolveWorkerGraceMs(environment: Environment, merchants: Merchants): number {
  const { WORKER_GRACE, LIFECYCLE_LIMIT, GETNET_TIMEOUT } = environment;
  return WORKER_GRACE ?? (hasSyncTerminal(merchants) ? LIFECYCLE_LIMIT + GETNET_TIMEOUT : ASYNC_GRACE_MS);
}

/** @returns whether any command may be held until its terminal has finished. */
export function hasSyncTerminal(merchants: Merchants): boolean {
  return merchants.listUsable().some(({ terminals }) => terminals.some(({ mode }) => mode === 'sync'));
}

/** @returns what is copied into a transaction's input, so that a later change of a setting never changes it. */
export function policyFor(
  environment: Environment,
  { mode, deviceQuery }: Pick<Policy, 'mode' | 'deviceQuery'>,
): Policy {
  const limits = timeLimitsFor(environment);
  return { mode, limits, offlineMeans: environment.GETNET_OFFLINE_MEANS, deviceQuery };
}

/** @returns the time limits of a transaction accepted now, in milliseconds. */
export function timeLimitsFor(environment: Environment): TimeLimits {
  return {
    dispatchWithin: environment.DISPATCH_WITHIN,
    getnetTimeout: environment.GETNET_TIMEOUT,
    lifecycleWindow: environment.LIFECYCLE_WINDOW,
    lifecycleLimit: environment.LIFECYCLE_LIMIT,
    attentionAfter: environment.ATTENTION_AFTER,
    retryWithin: environment.RETRY_WITHIN,
    callbackValidFor: environment.CALLBACK_VALID_FOR,
  };
}
