import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startChild } from '../../src/dev/processes/child.js';
import { distPath } from '../../src/dev/project-root.js';
import { buildDigest } from '../../src/ledger/rows/audit-chain.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { rebuildLedger } from '../../src/ledger/rebuild.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { ledgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.quiet();
  world = await ledgerWorld();
});
afterAll(() => world.close());

/** The process of production, on the same Temporal and Postgres. */
const startProcess = () =>
  startChild({
    name: 'The ledger',
    command: process.execPath,
    args: [distPath('ledger/main.js')],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: world.url,
      TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
      TEMPORAL_TASK_QUEUE: world.temporal.taskQueue,
      METRICS_PORT: '0',
      GETNET_AR_AMOUNT_UNIT: 'pesos',
      DEMO_CL_CLIENT_ID: 'a',
      DEMO_CL_CLIENT_SECRET: 'b',
      DEMO_AR_CLIENT_ID: 'c',
      DEMO_AR_CLIENT_SECRET: 'd',
    },
  });

const digests = () =>
  world.query<{ id: string; digest: string }>(
    `select id, ${buildDigest('t')} as digest from transactions t order by id`,
  );

const countRows = async () =>
  (await world.query<{ n: number }>('select count(*)::int as n from transactions'))[0]?.n ?? 0;

const rowsReach = async (wanted: number) => {
  while ((await countRows()) < wanted) await new Promise((next) => setTimeout(next, 5));
};

describe('kill -9 of the projector', () => {
  it('it dies again and again in the middle of its work: nothing is lost, and the ledger equals one that is built from nothing', async () => {
    const { till } = world;
    const ids: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const child = await startProcess();
      const before = await countRows();
      const sales = Array.from({ length: 4 }, async () => {
        const terminal = till.freshTerminal();
        const { id } = await till.sale(terminal);
        ids.push(id, (await till.voids(id, terminal)).body.id);
      });
      // With each round it has written more when it dies, the first time nothing.
      await rowsReach(before + round);
      process.kill(child.pid, 'SIGKILL');
      await child.exited;
      await Promise.all(sales);
    }
    const last = await startProcess();
    for (const id of ids) {
      const { body } = await till.read(id);
      expect(await world.shows(id, ({ status }) => status === body.status)).toEqual(body);
    }
    expect(await last.stop()).toMatchObject({ code: 0 });
    const grown = await digests();
    expect(grown.map(({ id }) => id)).toEqual(ids.toSorted());
    await rebuildLedger({ url: world.url, settings: world.api.settings, log: world.log });
    expect(await digests()).toEqual(grown);
    const database = new LedgerDatabase({ url: world.url, name: 'test' });
    expect((await verifyLedger(database)).faults).toEqual([]);
    await database.close();
  }, 180_000);
});
