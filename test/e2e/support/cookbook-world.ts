import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCredentials } from '../../../src/dev/stack/credentials.js';
import { cacheFolder } from '../../../src/dev/project-root.js';
import { exchange } from './http.js';
import type { Answer } from './http.js';
import { fillVariables } from './cookbook-request.js';
import type { CookbookRequest, Variables } from './cookbook-request.js';
import { startWorld } from './world.js';
import type { World } from './world.js';

/** The world of the page: the merchants and terminals that `npm start` serves, with its times. */
export interface CookbookWorld {
  /** What the reader sets, as it is here. */
  readonly variables: Variables;
  /** Does a request of the page, its variables replaced by their values. */
  ask(request: CookbookRequest, variables: Variables): Promise<Answer>;
  close(): Promise<void>;
}

/** What `npm start` leaves at their defaults, and worlds have shorter. */
export const demoAsStarted = {
  DISPATCH_WITHIN: '',
  GETNET_TIMEOUT: '',
  LIFECYCLE_WINDOW: '',
  LIFECYCLE_LIMIT: '',
  ATTENTION_AFTER: '',
  DEMO_CL_CLIENT_ID: 'demo-cl',
  DEMO_CL_CLIENT_SECRET: 'demo-cl-secret',
  DEMO_AR_CLIENT_ID: 'demo-ar',
  DEMO_AR_CLIENT_SECRET: 'demo-ar-secret',
};

/** A customer who walks away leaves the terminal busy until the page says that he comes back. */
const longTimeouts = { SIMULATOR_WINDOW: '90s', SIMULATOR_EXTRA_WINDOW: '210s' };

/** Starts real processes on a Temporal server of their own: the page's keys, and so its ids, are the same in every run. */
export async function startCookbookWorld(): Promise<CookbookWorld> {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, 'cookbook-'));
  const { apiKeys, merchantsFile } = await ensureCredentials(folder);
  const world: World = await startWorld({
    ownTemporal: true,
    counters: 1,
    simulator: longTimeouts,
    env: { ...demoAsStarted, MERCHANTS_FILE: merchantsFile },
  });
  // The complete answer has a log of states: its customer gives everybody the time to write it in the same order.
  const firstSale = { serialNumber: 'SN0000000001', amount: 5_990 };
  await world.judge.script({ customer: { action: 'approve', after: '1s' } }, firstSale);
  return {
    variables: {
      API: world.urls.api,
      SIM: world.urls.simulator,
      CL_KEY: apiKeys['demo-cl'] ?? '',
      AR_KEY: apiKeys['demo-ar'] ?? '',
    },
    ask: ({ method, url, headers, body }, variables) =>
      exchange(fillVariables(url, variables), {
        method,
        headers: Object.fromEntries(headers.map(([name, value]) => [name, fillVariables(value, variables)])),
        ...(body !== undefined && { body: fillVariables(body, variables) }),
      }),
    async close() {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
