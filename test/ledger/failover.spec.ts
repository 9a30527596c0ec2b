import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { rebuildLedger } from '../../src/ledger/rebuild.js';
import { buildDigest } from '../../src/ledger/rows/audit-chain.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';
import { startRelay } from './support/relay.js';
import type { Relay } from './support/relay.js';
import { startStandby } from './support/standby.js';
import type { Standby } from './support/standby.js';
import { TEST_SETTINGS, atPort, queryOnce } from './support/test-postgres.js';

/** What `DATABASE_URL` names. */
let address: Relay | undefined;
/** Where the standby reads the primary. */
let replication: Relay | undefined;
let standby: Standby;
let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld(
    {},
    {
      reach: async (url) => {
        address = await startRelay(Number(new URL(url).port));
        return atPort(url, address.port);
      },
    },
  );
  replication = await startRelay(world.postgres.port);
  standby = await startStandby(world.postgres, replication.port, TEST_SETTINGS);
}, 180_000);
afterAll(async () => {
  await world.close();
  await standby.close();
  await address?.close();
  await replication?.close();
});

const ids: string[] = [];

/** A sale and its void. @returns the id of the sale. */
async function takeSale(): Promise<string> {
  const terminal = world.till.takeNewTerminal();
  const { id } = await world.till.sale(terminal);
  ids.push(id, (await world.till.voids(id, terminal)).body.id);
  return id;
}

/** Sales one after another until it is told to end. @returns its end. */
function keepSelling(): () => Promise<void> {
  let isOver = false;
  const sales = (async () => {
    while (!isOver) await takeSale();
  })();
  return () => {
    isOver = true;
    return sales;
  };
}

const isReversed = (id: string) => world.shows(id, ({ status }) => status === 'reversed');

const standbyHas = async (id: string) => {
  const url = atPort(world.url, standby.port);
  const rows = await queryOnce(url, `select from ledger.transactions where id = '${id}' and is_undone`);
  return rows.length === 1;
};

const digests = () =>
  world.query<{ id: string; digest: string }>(
    `select id, ${buildDigest('t')} as digest from transactions t order by id`,
  );

const isListedAgain = () =>
  until(async () => {
    const { status, body } = await world.list('?limit=500');
    return status === 200 && body.items.some(({ id }) => id === ids.at(-1));
  });

describe('the ledger fails over to another server', () => {
  it('the primary is killed under load, and its standby lacks the last rows: no sale fails, and the ledger equals a rebuilt one', async () => {
    const projector = world.project();
    const replicated = await takeSale();
    await isReversed(replicated);
    await until(() => standbyHas(replicated));
    await replication?.close();
    const behind = await takeSale();
    await isReversed(behind);
    const stopSelling = keepSelling();
    await world.postgres.die();
    expect(await standbyHas(behind)).toBe(false);
    address?.leadTo(standby.port);
    await standby.promote();
    await isListedAgain();
    await stopSelling();
    for (const id of ids) {
      const { body } = await world.till.read(id);
      expect(await world.shows(id, ({ status }) => status === body.status)).toEqual(body);
    }
    await projector.stop();
    const grown = await digests();
    expect(grown.map(({ id }) => id)).toEqual(ids.toSorted());
    await rebuildLedger({ url: world.url, settings: world.api.settings, log: world.log });
    expect(await digests()).toEqual(grown);
    const database = new LedgerDatabase({ url: world.url, name: 'test' });
    expect((await verifyLedger(database)).faults).toEqual([]);
    await database.close();
  }, 180_000);
});
