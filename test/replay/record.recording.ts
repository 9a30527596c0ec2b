import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, it } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { startWorld } from '../e2e/support/world.js';
import type { World } from '../e2e/support/world.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { scenarios } from './scenarios.js';

/**
 * Records the histories of a release from real processes: `npm run histories:record`, once for each release and never
 * again for it. A recorded history is a promise, so an existing file is an error: `wx`.
 */
const folder = 'test/histories';
const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };

let world: World;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  await mkdir(folder, { recursive: true });
  const env = { DISPATCH_WITHIN: '3s', ATTENTION_AFTER: '8s', QUARANTINE_SILENT_AFTER: '15s' };
  world = await startWorld({ env });
});
afterAll(async () => {
  // It was started anew in between: its ledger does not know all that happened.
  await world.simulator.stop();
  await world.close();
  await Runtime.instance().shutdown();
});

it.each(Object.entries(scenarios))('%s', async (name, scenario) => {
  const history = await world.temporal.workflow.getHandle(await scenario(world)).fetchHistory();
  // Stack traces name the folder of whoever recorded them, and identities the machine.
  const json = JSON.stringify(JSON.parse(historyToJSON(history)))
    .replaceAll(`${process.cwd()}/`, '')
    .replaceAll(new RegExp(`\\d+@${hostname()}`, 'g'), 'recorded')
    .replaceAll(/\/[^\s"()]*(?=node_modules\/)/g, '');
  await writeFile(`${folder}/${name}@${version}.json`, `${json}\n`, { flag: 'wx' });
});
