import { z } from 'zod';
import { countries } from '../../domain/terminal.js';
import { getBaseUrlVariable } from './getnet-address.js';
import type { BaseUrlVariable } from './getnet-address.js';
import { callbackKeys, extraHeaders, headerName, signatureKey } from './keys-and-headers.js';
import {
  databaseUrl,
  durationMs,
  flag,
  getnetBaseUrl,
  oneOf,
  path,
  port,
  publicUrl,
  wholeNumber,
  word,
} from './variables.js';
import { webhookRetries } from './webhook-retries.js';

/** Who talks to whom, and where. */
const processes = {
  NODE_ENV: oneOf(['development', 'test', 'production']).default('development'),
  HOST: word.default('127.0.0.1'),
  PORT: port.prefault('3000'),
  METRICS_HOST: word.default('127.0.0.1'),
  METRICS_PORT: port.optional(),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error']).default('info'),
  RATE_LIMIT: wholeNumber(1, 100_000).prefault('500'),
  READ_RATE_LIMIT: wholeNumber(1, 100_000).prefault('500'),
  MAX_WAITS: wholeNumber(1, 100_000).prefault('500'),
  MAX_WAITS_PER_KEY: wholeNumber(1, 100_000).prefault('100'),
  MAX_STREAMS: wholeNumber(1, 100_000).prefault('5000'),
  PUBLIC_URL: publicUrl.optional(),
  TEMPORAL_ADDRESS: word.default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: word.default('default'),
  TEMPORAL_TASK_QUEUE: word.default('transactions'),
  ALLOW_REPLICATED_NAMESPACE: flag.default(false),
  TEMPORAL_PORT: port.prefault('7233'),
  TEMPORAL_UI_PORT: port.prefault('8233'),
  SIMULATOR_PORT: port.prefault('4010'),
  DATA_DIR: path.default('.data'),
};

/** The read model: where it is, and how often its projector may ask Temporal's index. */
const ledger = {
  DATABASE_URL: databaseUrl.optional(),
  POSTGRES_PORT: port.prefault('5433'),
  LEDGER_INDEX_CALLS: wholeNumber(1, 10_000).prefault('5'),
  LEDGER_STALE_AFTER: durationMs().prefault('2m'),
};

/** One address for each country. */
const ownBaseUrls = Object.fromEntries(
  countries.map((country) => [getBaseUrlVariable(country), getnetBaseUrl.optional()] as const),
) as Record<BaseUrlVariable, z.ZodOptional<typeof getnetBaseUrl>>;

/** Getnet, the merchants and what proves that a callback is ours. */
const provider = {
  GETNET_BASE_URL: getnetBaseUrl.optional(),
  ...ownBaseUrls,
  GETNET_ENV: word.default('uat'),
  GETNET_EXTRA_HEADERS: extraHeaders.prefault('{}'),
  GETNET_AR_AMOUNT_UNIT: oneOf(['pesos', 'centavos']).optional(),
  GETNET_OFFLINE_MEANS: oneOf(['not_sent', 'unknown']).default('not_sent'),
  GETNET_CDN_ERRORS_MEAN: oneOf(['unknown', 'not_sent']).default('unknown'),
  GETNET_CHECK_TERMINALS: oneOf(['at_start', 'never']).default('at_start'),
  MERCHANTS_FILE: path.default('config/merchants.example.json'),
  CALLBACK_KEYS: callbackKeys.optional(),
  CALLBACK_SIGNATURE_HEADER: headerName.optional(),
  CALLBACK_SIGNATURE_KEY: signatureKey.optional(),
};

const times = {
  GETNET_TIMEOUT: durationMs().prefault('15s'),
  DISPATCH_WITHIN: durationMs().prefault('20s'),
  LIFECYCLE_WINDOW: durationMs().prefault('90s'),
  LIFECYCLE_LIMIT: durationMs().prefault('5m'),
  ATTENTION_AFTER: durationMs().prefault('15m'),
  QUARANTINE_SILENT_AFTER: durationMs().prefault('1h'),
  CALLBACK_VALID_FOR: durationMs().prefault('24h'),
  RETRY_WITHIN: durationMs().prefault('24h'),
  RETENTION: durationMs().prefault('30d'),
  KEY_RETENTION: durationMs().prefault('365d'),
  WORKER_GRACE: durationMs(0).optional(),
};

/** How events are delivered to merchants. */
const webhooks = {
  WEBHOOK_RETRIES: webhookRetries.prefault('5s,30s,2m,15m,1h,3h,6h,12h,24h,24h'),
  WEBHOOK_ALLOW_PRIVATE: flag.optional(),
};

/** Every variable the service reads, with its default. Temporal's TLS and API key are read by Temporal's own library. */
export const environmentSchema = z.object({ ...processes, ...ledger, ...provider, ...times, ...webhooks });

/** The settings as the processes use them: numbers are numbers, times are milliseconds, keys are bytes. */
export type Environment = Readonly<z.infer<typeof environmentSchema>>;
