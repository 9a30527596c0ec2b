import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isGood, renderReport } from './demo/report.js';
import { playAll } from './demo/run.js';
import { buildDemoEnvironment, listStories, createWorld } from './demo/scene.js';
import { reconcileAll } from './demo/reconciled.js';
import { formatSeconds } from './demo/table.js';
import { runMain } from './run-main.js';
import { waitForEndSignal } from './processes/signals.js';
import { createPaint } from './screen/paint.js';
import { openDataFolder } from './stack/data-folder.js';
import type { DataFolder } from './stack/data-folder.js';
import { readStackSettings } from './stack/settings.js';
import { startStack } from './stack/stack.js';
import type { Stack } from './stack/stack.js';
import { startListener } from './webhooks/listener.js';
import type { WebhookListener } from './webhooks/listener.js';
import { ensureWebhookSecret } from './webhooks/webhook-secret.js';

const paint = createPaint(process.stdout, process.env);
let isStopping = false;
const interrupted = waitForEndSignal().then(() => {
  isStopping = true;
  return 130;
});

/** What a story still in play sees of a stack that is being stopped is not worth telling. */
function print(line: string): void {
  if (!isStopping) console.log(line);
}

await runMain(async () => {
  const { values } = parseArgs({ options: { stay: { type: 'boolean', default: false } } });
  const folder = await openDataFolder('memory');
  const code = await runDemo(folder, values.stay).catch((error: unknown) => {
    console.error(`\n${paint.red(error instanceof Error ? error.message : String(error))}`);
    return 1;
  });
  if (code === 1) print(paint.dim(`The logs of this run are kept in ${folder.path}/logs.`));
  else await folder.cleanUp();
  return code;
});

/** The Chilean shop's backend listens from before the first sale to the end. */
async function runDemo(folder: DataFolder, stay: boolean): Promise<number> {
  const shop = await startListener({ secret: await ensureWebhookSecret(folder.path), port: 0 });
  return runStack({ folder, stay, shop }).finally(() => shop.close());
}

interface DemoParts {
  readonly folder: DataFolder;
  readonly stay: boolean;
  readonly shop: WebhookListener;
}

async function runStack({ folder, stay, shop }: DemoParts): Promise<number> {
  const env = buildDemoEnvironment(process.env);
  const settings = await readStackSettings(env);
  print(`${paint.bold('Getnet terminal payments: a demo')}\n`);
  print('Starting Temporal, the Getnet simulator, a worker and the API…');
  const startedAt = performance.now();
  const starting = startStack({ settings, folder, env, print, webhookUrl: shop.url });
  const stack = await Promise.race([starting, interrupted]);
  // Asked to end before it was up: what has been started ends with us.
  if (typeof stack === 'number') return stack;
  try {
    print(
      paint.dim(
        `${stack.temporal.source}\nEverything up after ${formatSeconds(performance.now() - startedAt)}.\n`,
      ),
    );
    const code = await Promise.race([playAndReport(stack, shop), interrupted]);
    if (stay && code !== 130) await waitForInterrupt(stack);
    return code;
  } finally {
    await stack.stop();
    isStopping = false;
    print(
      paint.dim(
        'Everything has been stopped. `npm run demo -- --stay` keeps it up, so you can open the links.',
      ),
    );
  }
}

async function playAndReport(stack: Stack, shop: WebhookListener): Promise<number> {
  const findings = await Promise.race([playStories(stack, shop), stack.failed.then(throwFailure)]);
  print(`\n${renderReport(findings, paint)}\n`);
  return isGood(findings) ? 0 : 1;
}

async function waitForInterrupt(stack: Stack): Promise<void> {
  print('Everything stays up until Ctrl-C.');
  await Promise.race([stack.failed.then(throwFailure), interrupted]);
}

async function playStories(stack: Stack, shop: WebhookListener) {
  const world = createWorld(stack, shop);
  try {
    const rows = await playAll(listStories(), world, { print, paint });
    const ledger = await world.simulator.ledger();
    print(`\nEach terminal is asked for its own numbers…`);
    return { rows, ledger, reconciled: await reconcileAll(world), ...stack.temporal };
  } catch (error) {
    // A request fails at once when its server dies; the death itself says more.
    await Promise.race([stack.failed.then(throwFailure), pause(1_000)]);
    throw error;
  }
}

function throwFailure(failure: string): never {
  throw new Error(failure);
}
