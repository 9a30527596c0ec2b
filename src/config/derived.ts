import type { Policy, TimeLimits } from '../domain/policy.js';
import type { Environment } from './environment/environment.js';
import type { Merchants } from './merchants/merchants.js';

/** The processes that have settings of their own. */
export type ProcessName = 'api' | 'worker' | 'ledger';

const defaultMetricsPorts: Readonly<Record<ProcessName, number>> = { api: 9464, worker: 9465, ledger: 9466 };
const ASYNC_GRACE_MS = 20_000;

export function resolveMetricsPort({ METRICS_PORT }: Environment, name: ProcessName): number {
  return METRICS_PORT ?? defaultMetricsPorts[name];
}

/** How the embedded Postgres of a developer's machine is reached. It listens on this machine alone. */
export function buildEmbeddedDatabaseUrl(port: number): string {
  return `postgres://ledger:ledger@127.0.0.1:${port}/ledger`;
}

/** Where the ledger is; undefined in production without `DATABASE_URL`: then there is none. */
export function resolveDatabaseUrl({
  DATABASE_URL,
  NODE_ENV,
  POSTGRES_PORT,
}: Pick<Environment, 'DATABASE_URL' | 'NODE_ENV' | 'POSTGRES_PORT'>): string | undefined {
  return DATABASE_URL ?? (NODE_ENV === 'production' ? undefined : buildEmbeddedDatabaseUrl(POSTGRES_PORT));
}

/** SIGTERM waits this long for running dispatches. With a sync terminal that is as long as Getnet can hold one. */
export function resolveWorkerGraceMs(environment: Environment, merchants: Merchants): number {
  const { WORKER_GRACE, LIFECYCLE_LIMIT, GETNET_TIMEOUT } = environment;
  return WORKER_GRACE ?? (hasSyncTerminal(merchants) ? LIFECYCLE_LIMIT + GETNET_TIMEOUT : ASYNC_GRACE_MS);
}

/** Whether webhooks may go to this machine and to private networks: in development alone, unless it is set. */
export function resolveWebhookAllowPrivate({ WEBHOOK_ALLOW_PRIVATE, NODE_ENV }: Environment): boolean {
  return WEBHOOK_ALLOW_PRIVATE ?? NODE_ENV !== 'production';
}

export function hasSyncTerminal(merchants: Merchants): boolean {
  return merchants.listUsable().some(({ terminals }) => terminals.some(({ mode }) => mode === 'sync'));
}

/** The policy is copied into a transaction's input: a later change of a setting does not change a running transaction. */
export function buildPolicy(
  environment: Environment,
  abilities: Pick<Policy, 'mode' | 'deviceQuery' | 'cancelCommand' | 'cancelFollowsCommand'>,
): Policy {
  return {
    ...abilities,
    limits: timeLimitsFor(environment),
    offlineMeans: environment.GETNET_OFFLINE_MEANS,
    claimsDispatch: true,
    countsCallbacksFromSending: true,
  };
}

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
