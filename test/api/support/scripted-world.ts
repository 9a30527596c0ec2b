import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { approved } from '../../support/terms.js';
import { TransactionWorld } from '../../support/transaction-world.js';
import { startApiWorld } from './api-world.js';
import type { ApiWorld, ApiWorldOptions } from './api-world.js';
import { createScriptedGetnet } from './getnet.js';

/** For a whole spec file: an API, workers and a Getnet that acknowledges and approves, unless a story says otherwise. */
export function openScriptedWorld(options: ApiWorldOptions = {}) {
  const getnet = createScriptedGetnet();
  let world: ApiWorld;
  let used = 0;
  beforeAll(async () => {
    TransactionWorld.silenceLogs();
    world = await startApiWorld(getnet.getnet, options);
  });
  afterAll(() => world.close());
  afterEach(() => {
    getnet.acknowledges();
    getnet.says(approved());
  });
  return {
    getnet,
    /** A terminal that no other story uses. */
    takeNewTerminal: (country = 'cl') => `${country}-${(used += 1)}`,
    get world() {
      return world;
    },
  };
}
