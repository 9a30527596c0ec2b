import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startChild } from '../../src/dev/processes/child.js';
import { distPath } from '../../src/dev/project-root.js';
import { buildDigest } from '../../src/ledger/rows/audit-chain.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { rebuildLedger } from '../../src/ledger/rebuild.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { fileURLToPath } from 'node:url';
import { TransactionWorld } from '../support/transaction-world.js';
import { projectorSteps } from './support/projector-steps.js';
import { ledgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.quiet();
  world = await ledgerWorld();
});
afterAll(() => world.close());

const KILLER = fileURLToPath(new URL('support/kill-at-statement.cjs', import.meta.url));

/** The process of production, on the same Temporal and Postgres. @param kill when it kills itself. */
const startProcess = (kill: { readonly KILL_AT?: string; readonly KILL_WHEN?: string } = {}) =>
  startChild({
    name: 'The ledger',
    command: process.execPath,
    args: ['--require', KILLER, distPath('ledger/main.js')],
    env: {
      ...kill,
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

/** `LEDGER_KILLS=all npm test -- test/ledger/projector-kills.spec.ts` kills it at every step. */
const steps =
  process.env['LEDGER_KILLS'] === 'all'
    ? Object.values(projectorSteps)
    : (['rows are written', 'the transaction ends', 'the ended runs are noted'] as const).map(
        (name) => projectorSteps[name] ?? '',
      );

const kills = steps.flatMap((KILL_AT) =>
  (['before', 'after'] as const).map((KILL_WHEN) => ({ KILL_AT, KILL_WHEN })),
);

describe('kill -9 of the projector', () => {
  it('it dies right before and right after its steps, one after the other: nothing is lost, and the ledger equals one that is built from nothing', async () => {
    const { till } = world;
    const ids: string[] = [];
    for (const { KILL_AT, KILL_WHEN } of kills) {
      const child = await startProcess({ KILL_AT, KILL_WHEN });
      const terminal = till.freshTerminal();
      const { id } = await till.sale(terminal);
      ids.push(id, (await till.voids(id, terminal)).body.id);
      expect(await child.exited).toMatchObject({ signal: 'SIGKILL' });
    }
    const last = await startProcess();
    for (const id of ids) {
      const { body } = await till.read(id);
      expect(await world.shows(id, ({ status }) => status === body.status)).toEqual(body);
    }
    expect(await last.stop(60_000)).toMatchObject({ code: 0 });
    const grown = await digests();
    expect(grown.map(({ id }) => id)).toEqual(ids.toSorted());
    await rebuildLedger({ url: world.url, settings: world.api.settings, log: world.log });
    expect(await digests()).toEqual(grown);
    const database = new LedgerDatabase({ url: world.url, name: 'test' });
    expect((await verifyLedger(database)).faults).toEqual([]);
    await database.close();
  }, 600_000);
});
