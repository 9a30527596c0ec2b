import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildDigest } from '../../src/ledger/rows/audit-chain.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { rebuildLedger } from '../../src/ledger/rebuild.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startLedgerProgram } from './support/ledger-program.js';
import { killAt } from './support/mortal-connections.js';
import type { KillPoint } from './support/mortal-connections.js';
import { projectorSteps } from './support/projector-steps.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
const ids: string[] = [];
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld();
});
afterAll(() => world.close());

const KILLER = fileURLToPath(new URL('support/kill-at-statement.cjs', import.meta.url));

/** The process of production, on the same Temporal and Postgres. @param kill when it kills itself. */
const startProcess = (kill: { readonly KILL_AT?: string; readonly KILL_WHEN?: string } = {}) =>
  startLedgerProgram({
    require: KILLER,
    env: {
      ...kill,
      DATABASE_URL: world.url,
      TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
      TEMPORAL_TASK_QUEUE: world.temporal.taskQueue,
    },
  });

const atEachStep = (steps: readonly string[]): readonly KillPoint[] =>
  steps.flatMap((statement) => (['before', 'after'] as const).map((when) => ({ statement, when })));

/** `LEDGER_KILLS=all npm test -- test/ledger/projector-kills.spec.ts` kills the process of production at every step. */
const killed =
  process.env['LEDGER_KILLS'] === 'all'
    ? atEachStep(Object.values(projectorSteps))
    : atEachStep([projectorSteps['the transaction ends'] ?? '']);

async function takeSale(): Promise<void> {
  const terminal = world.till.takeNewTerminal();
  const { id } = await world.till.sale(terminal);
  ids.push(id, (await world.till.voids(id, terminal)).body.id);
}

const NEXT_SALE_AFTER_MS = 3_000;

/** What it is to die at may be done already for the sales that are there: then another one is taken. */
async function takeSalesUntil(death: Promise<unknown>): Promise<void> {
  const isOver = () => Promise.race([death.then(() => true), pause(NEXT_SALE_AFTER_MS, false)]);
  while (!(await isOver())) await takeSale();
}

const digests = () =>
  world.query<{ id: string; digest: string }>(
    `select id, ${buildDigest('t')} as digest from transactions t order by id`,
  );

/** Each is shown as GET shows it; the ledger has no others, equals one that is built from nothing, and its chain holds. */
async function expectAllThere(stop: () => Promise<void>): Promise<void> {
  for (const id of ids) {
    const { body } = await world.till.read(id);
    expect(await world.shows(id, ({ status }) => status === body.status)).toEqual(body);
  }
  await stop();
  const grown = await digests();
  expect(grown.map(({ id }) => id)).toEqual(ids.toSorted());
  await rebuildLedger({ url: world.url, settings: world.api.settings, log: world.log });
  expect(await digests()).toEqual(grown);
  const database = new LedgerDatabase({ url: world.url, name: 'test' });
  expect((await verifyLedger(database)).faults).toEqual([]);
  await database.close();
}

describe('a projector is killed', () => {
  it('right before and right after each statement that records its progress: nothing is lost, and the ledger equals a rebuilt one', async () => {
    const ends: Promise<unknown>[] = [];
    for (const statement of Object.values(projectorSteps)) {
      ends.push(takeSale());
      for (const when of ['before', 'after'] as const) {
        const { died, restore } = killAt({ statement, when });
        const { projector, stop } = world.project();
        await takeSalesUntil(died);
        ends.push(stop());
        await projector.stop();
        restore();
      }
    }
    await Promise.all(ends);
    await expectAllThere(world.project().stop);
  });

  it('kill -9 of its process during its work: the same, and the last process stops on SIGTERM', async () => {
    for (const { statement, when } of killed) {
      const child = await startProcess({ KILL_AT: statement, KILL_WHEN: when });
      await takeSale();
      await takeSalesUntil(child.exited);
      expect(await child.exited).toMatchObject({ signal: 'SIGKILL' });
    }
    const last = await startProcess();
    // All may be there already, and a process that is not loaded yet ends by the signal itself. The log redacts its name here.
    await until(() => last.lastLines(50).some((line) => line.includes(' is up')));
    await expectAllThere(async () => expect(await last.stop()).toMatchObject({ code: 0 }));
  }, 600_000);
});
