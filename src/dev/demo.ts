import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isGood, report } from './demo/report.js';
import { playAll } from './demo/run.js';
import { demoEnvironment, stories, worldOf } from './demo/scene.js';
import { seconds } from './demo/table.js';
import { runMain } from './main.js';
import { untilAskedToEnd } from './processes/signals.js';
import { paintFor } from './screen/paint.js';
import { openDataFolder } from './stack/data-folder.js';
import type { DataFolder } from './stack/data-folder.js';
import { readStackSettings } from './stack/settings.js';
import { startStack } from './stack/stack.js';
import type { Stack } from './stack/stack.js';

const paint = paintFor(process.stdout, process.env);
let isLeaving = false;
const interrupted = untilAskedToEnd().then(() => {
  isLeaving = true;
  return 130;
});

/** What a story still in play sees of a stack that is being stopped is not worth telling. */
function say(line: string): void {
  if (!isLeaving) console.log(line);
}

await runMain(async () => {
  const { values } = parseArgs({ options: { stay: { type: 'boolean', default: false } } });
  const folder = await openDataFolder('memory');
  const code = await demo(folder, values.stay).catch((error: unknown) => {
    console.error(`\n${paint.red(error instanceof Error ? error.message : String(error))}`);
    return 1;
  });
  if (code === 1) say(paint.dim(`The logs of this run are kept in ${folder.path}/logs.`));
  else await folder.leave();
  return code;
});

async function demo(folder: DataFolder, stay: boolean): Promise<number> {
  const env = demoEnvironment(process.env);
  const settings = await readStackSettings(env);
  say(`${paint.bold('Getnet terminal payments: a demo')}\n`);
  say('Starting Temporal, the Getnet simulator, a worker and the API…');
  const began = performance.now();
  const stack = await Promise.race([startStack({ settings, folder, env, say }), interrupted]);
  // Asked to end before it was up: what has been started ends with us.
  if (typeof stack === 'number') return stack;
  try {
    say(paint.dim(`${stack.temporal.source}\nEverything up after ${seconds(performance.now() - began)}.\n`));
    const code = await Promise.race([show(stack), interrupted]);
    if (stay && code !== 130) await untilLeft(stack);
    return code;
  } finally {
    await stack.stop();
    isLeaving = false;
    say(
      paint.dim(
        'Everything has been stopped. `npm run demo -- --stay` keeps it up, so that the links can be opened.',
      ),
    );
  }
}

async function show(stack: Stack): Promise<number> {
  const findings = await Promise.race([play(stack), stack.failed.then(fail)]);
  say(`\n${report(findings, paint)}\n`);
  return isGood(findings) ? 0 : 1;
}

async function untilLeft(stack: Stack): Promise<void> {
  say('Everything stays up until Ctrl-C.');
  await Promise.race([stack.failed.then(fail), interrupted]);
}

async function play(stack: Stack) {
  const world = worldOf(stack);
  try {
    const rows = await playAll(stories(), world, { say, paint });
    return { rows, ledger: await world.witness.ledger(), ...stack.temporal };
  } catch (error) {
    // A request fails at once when its server dies; the death itself says more.
    await Promise.race([stack.failed.then(fail), pause(1_000)]);
    throw error;
  }
}

function fail(failure: string): never {
  throw new Error(failure);
}
