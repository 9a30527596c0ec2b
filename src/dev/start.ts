import { runMain } from './run-main.js';
import { waitForEndSignal } from './processes/signals.js';
import { createPaint } from './screen/paint.js';
import { openDataFolder } from './stack/data-folder.js';
import { renderWelcome } from './stack/screen.js';
import { readStackSettings } from './stack/settings.js';
import { waitsForPeople, applyFlags } from './stack/flags.js';
import { startStack } from './stack/stack.js';
import type { Stack } from './stack/stack.js';
import { demoWebhookUrl } from './webhooks/demo-endpoint.js';
import { loadEnvFile } from '../config/load-env-file.js';

await runMain(async () => {
  const endSignal = waitForEndSignal();
  loadEnvFile();
  const env = applyFlags(process.env, process.argv.slice(2));
  const settings = await readStackSettings(env);
  const folder = await openDataFolder(settings.dataDir);
  console.log('Starting Temporal, the Getnet simulator, a worker and the API…');
  try {
    const starting = startStack({
      settings,
      folder,
      env,
      print: (line) => console.log(line),
      webhookUrl: demoWebhookUrl,
    });
    const stack = await Promise.race([starting, endSignal]);
    // Asked to end before it was up: what has been started ends with us.
    return typeof stack === 'string' ? 0 : await waitForEnd(stack, env, endSignal);
  } finally {
    await folder.cleanUp();
  }
});

async function waitForEnd(
  stack: Stack,
  env: NodeJS.ProcessEnv,
  askedToEnd: Promise<NodeJS.Signals>,
): Promise<number> {
  const shown = { ...stack, waitsForPeople: waitsForPeople(env) };
  console.log(
    `Running on ${stack.temporal.source}.\n\n${renderWelcome(shown, createPaint(process.stdout, process.env))}`,
  );
  const over = await Promise.race([stack.failed.then((failure) => ({ failure })), askedToEnd]);
  const failed = typeof over === 'object';
  if (failed) console.error(`\n${over.failure}\nStopping the rest…`);
  else console.log('\nStopping; a command that is on its way is finished first…');
  await stack.stop();
  return failed ? 1 : 0;
}
