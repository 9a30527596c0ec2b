import type { Client } from '@temporalio/client';
import type { Activities } from '../activities/contract.js';
import { createActivities } from '../activities/create-activities.js';
import type { CustomId } from '../domain/ids.js';
import { callbackTokens } from '../getnet/callback-token.js';
import { createGetnetClient } from '../getnet/client.js';
import { keepDailySchedules } from './daily-schedules.js';
import { findDailyTerms } from './daily-terms.js';
import { composeWebhooks } from './compose-webhooks.js';
import { createGetnetOptions } from './getnet-options.js';
import { checkTerminalsInBackground } from './terminals-at-start.js';
import type { WorkerSettings } from './worker-settings.js';

/** Activities ready to run, and what has to be closed after them. */
export interface Composition {
  readonly activities: Activities;
  close(): Promise<void>;
}

/** Where everything the activities need is put together. */
export function composeActivities(settings: WorkerSettings, temporal: Client): Composition {
  const { environment, merchants, metrics, log } = settings;
  const getnet = createGetnetClient(
    createGetnetOptions(settings, ({ event, ...facts }) => log.info(facts, event)),
  );
  const webhooks = composeWebhooks(settings);
  const activities = createActivities({
    getnet,
    temporal,
    taskQueue: environment.TEMPORAL_TASK_QUEUE,
    callbackUrl: createCallbackUrls(settings),
    findLateResultAction: (merchant) => merchants.findMerchant(merchant)?.policies.lateResult ?? 'ask',
    count: (what) => metrics.count(what),
    retentionMs: environment.RETENTION,
    findTerminal: (merchant, terminalId) => settings.merchants.findTerminal(merchant, terminalId),
    findDailyTerms: (merchant, terminalId) => findDailyTerms(settings, merchant, terminalId),
    webhooks,
  });
  const stopTerminalCheck = checkTerminalsInBackground(getnet, settings);
  const stopSchedules = keepDailySchedules(temporal, settings);
  const close = async () => {
    stopTerminalCheck();
    stopSchedules();
    await Promise.all([getnet.close(), webhooks.close()]);
  };
  return { activities, close };
}

function createCallbackUrls({ environment }: WorkerSettings): ((customId: CustomId) => string) | undefined {
  const { PUBLIC_URL, CALLBACK_KEYS, CALLBACK_VALID_FOR } = environment;
  const [signing, ...others] = CALLBACK_KEYS ?? [];
  if (PUBLIC_URL === undefined || signing === undefined) return undefined;
  const tokens = callbackTokens([signing, ...others]);
  return (customId) =>
    `${PUBLIC_URL}/webhooks/getnet/${tokens.sign(customId, Date.now() + CALLBACK_VALID_FOR)}`;
}
