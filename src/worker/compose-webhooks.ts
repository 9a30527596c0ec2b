import type { Webhooks } from '../activities/dependencies.js';
import { resolveWebhookAllowPrivate } from '../config/derived.js';
import { createWebhookSender } from '../webhooks/sender.js';
import type { Endpoint } from '../webhooks/sender.js';
import type { WorkerSettings } from './worker-settings.js';

/** The endpoints of the merchants file as it is now, and the way to them. */
export function composeWebhooks(
  settings: Pick<WorkerSettings, 'environment' | 'merchants'>,
): Webhooks & { close(): Promise<void> } {
  const { environment, merchants } = settings;
  const sender = createWebhookSender({
    findEndpoint: (merchant, endpoint) => findEndpoint(settings, merchant, endpoint),
    allowPrivate: resolveWebhookAllowPrivate(environment),
  });
  return {
    send: (sending) => sender.send(sending),
    close: () => sender.close(),
    listEndpoints: (merchant) => merchants.findMerchant(merchant)?.webhooks,
    pausesMs: environment.WEBHOOK_RETRIES,
  };
}

function findEndpoint(
  { merchants }: Pick<WorkerSettings, 'merchants'>,
  merchant: string,
  id: string,
): Endpoint | undefined {
  const webhook = merchants.findMerchant(merchant)?.webhooks.find((one) => one.id === id);
  const keys = merchants.listWebhookKeys(merchant, id);
  return webhook && keys.length > 0 ? { url: webhook.url, keys } : undefined;
}
