import { runMain } from './run-main.js';
import { waitForEndSignal } from './processes/signals.js';
import { readStackSettings } from './stack/settings.js';
import { startListener } from './webhooks/listener.js';
import type { ReceivedEvent } from './webhooks/listener.js';
import { DEMO_WEBHOOK_PORT } from './webhooks/demo-endpoint.js';
import { ensureWebhookSecret } from './webhooks/webhook-secret.js';
import { loadEnvFile } from '../config/load-env-file.js';

/** Listens to the webhooks of `npm start`, as a shop's backend would, until Ctrl-C. */
await runMain(async () => {
  const endSignal = waitForEndSignal();
  loadEnvFile();
  const { dataDir } = await readStackSettings(process.env);
  const secret = await ensureWebhookSecret(dataDir);
  const listener = await startListener({ secret, port: DEMO_WEBHOOK_PORT, onEvent: print });
  console.log(`Listening on ${listener.url}; every event is verified. Ctrl-C ends it.`);
  await endSignal;
  await listener.close();
  return 0;
});

function print({ sequence, watermark, type, data }: ReceivedEvent): void {
  const money = data.outcome ? `, money moved: ${data.outcome.moneyMoved}` : '';
  console.log(`${sequence} (watermark ${watermark})  ${type}  ${data.id ?? ''}${money}`);
}
