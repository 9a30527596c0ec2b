import type { Client } from '@temporalio/client';
import type { Activities } from '../activities/contract.js';
import { createActivities } from '../activities/create-activities.js';
import type { CustomId } from '../domain/ids.js';
import { callbackTokens } from '../getnet/callback-token.js';
import { createGetnetClient } from '../getnet/client.js';
import type { GetnetClientOptions } from '../getnet/client.js';
import { getnetBaseUrl } from '../config/getnet-address.js';
import type { WorkerSettings } from './worker-settings.js';

/** Activities ready to run, and what has to be closed after them. */
export interface Composition {
  readonly activities: Activities;
  close(): Promise<void>;
}

/** Where everything the activities need is put together. */
export function composeActivities(settings: WorkerSettings, temporal: Client): Composition {
  const { environment, metrics } = settings;
  const getnet = createGetnetClient(getnetSettings(settings));
  const activities = createActivities({
    getnet,
    temporal,
    taskQueue: environment.TEMPORAL_TASK_QUEUE,
    callbackUrl: callbackUrls(settings),
    count: (what) => metrics.count(what),
  });
  return { activities, close: () => getnet.close() };
}

function getnetSettings({ environment, merchants, log, redactor }: WorkerSettings): GetnetClientOptions {
  return {
    baseUrlOf: (country) => getnetBaseUrl(environment, country),
    environment: environment.GETNET_ENV,
    extraHeaders: environment.GETNET_EXTRA_HEADERS,
    credentialsOf: (merchant) => merchants.credentialsOf(merchant),
    sendIdSucursalAs: (merchant) => merchants.merchant(merchant)?.sendIdSucursalAs,
    ...(environment.GETNET_AR_AMOUNT_UNIT && { arAmountUnit: environment.GETNET_AR_AMOUNT_UNIT }),
    cdnErrorsMean: environment.GETNET_CDN_ERRORS_MEAN,
    onToken: (token) => redactor.learn(token),
    log: ({ event, ...facts }) => log.info(facts, event),
  };
}

function callbackUrls({ environment }: WorkerSettings): ((customId: CustomId) => string) | undefined {
  const { PUBLIC_URL, CALLBACK_KEYS, CALLBACK_VALID_FOR } = environment;
  const [signing, ...others] = CALLBACK_KEYS ?? [];
  if (PUBLIC_URL === undefined || signing === undefined) return undefined;
  const tokens = callbackTokens([signing, ...others]);
  return (customId) =>
    `${PUBLIC_URL}/webhooks/getnet/${tokens.sign(customId, Date.now() + CALLBACK_VALID_FOR)}`;
}
