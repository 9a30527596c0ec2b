import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '../api/create-api.js';
import { createLogger } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { breakingChanges } from './openapi/breaking-changes.js';
import { withoutProse } from './openapi/json.js';
import type { Json } from './openapi/json.js';
import { projectRoot } from './project-root.js';
import { runMain } from './run-main.js';

const file = join(projectRoot, 'docs/openapi/released.json');

/** The merchants of the example have to be whole, whoever they are. */
const demoShops = {
  DEMO_CL_CLIENT_ID: 'x',
  DEMO_CL_CLIENT_SECRET: 'demo-cl-secret',
  DEMO_AR_CLIENT_ID: 'y',
  DEMO_AR_CLIENT_SECRET: 'demo-ar-secret',
  GETNET_AR_AMOUNT_UNIT: 'pesos',
};

/** Compares the OpenAPI document with that of the last release: 1 where a client breaks. With `--release` it becomes the last one. */
await runMain(async () => {
  const current = withoutProse(await readDocument()) as Json;
  if (process.argv.includes('--release')) {
    writeFileSync(file, `${JSON.stringify(current, null, 1)}\n`);
    console.log(`Written: ${file}`);
    return 0;
  }
  const changes = breakingChanges(JSON.parse(readFileSync(file, 'utf8')) as Json, current);
  for (const change of changes) console.log(change);
  console.log(
    changes.length === 0 ? 'No client of the last release breaks.' : `${changes.length} breaking changes.`,
  );
  return changes.length === 0 ? 0 : 1;
});

/** The document needs neither Temporal nor Getnet, and no port. */
async function readDocument(): Promise<unknown> {
  const settings = readSettings('api', { ...demoShops, METRICS_PORT: '0', TEMPORAL_ADDRESS: '127.0.0.1:1' });
  const destination = { write: () => undefined };
  const log = createLogger({ name: 'api', level: 'error', redactor: settings.redactor, destination });
  const app = await createApi({ settings, log });
  await app.init();
  const { body } = await app.getHttpAdapter().getInstance().inject('/openapi.json');
  return JSON.parse(body) as unknown;
}
