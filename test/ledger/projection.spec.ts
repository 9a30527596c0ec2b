import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { buildDigest } from '../../src/ledger/rows/audit-chain.js';
import { rebuildLedger } from '../../src/ledger/rebuild.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld();
});
afterAll(() => world.close());

/** Every row as it is shown, byte for byte. */
const dump = async () => {
  const rows = await world.query<{ line: string }>(
    `select ${buildDigest('t')} || shown::text as line from transactions t order by id`,
  );
  return rows.map(({ line }) => line);
};

/** Every attempt and every lease, byte for byte. */
const dumpBeside = async () => {
  const rows = await world.query<{ line: string }>(
    `select a::text as line from attempts a union all select l::text from leases l order by line`,
  );
  return rows.map(({ line }) => line);
};

/** Takes sales of every kind, and undoes some of them. @returns their ids. */
async function takeSales(count: number): Promise<readonly string[]> {
  const { till } = world;
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const terminal = till.takeNewTerminal();
    const { id } = await till.sale(terminal);
    ids.push(id);
    if (n % 3 === 0) ids.push((await till.voids(id, terminal)).body.id);
    if (n % 3 === 1) ids.push((await till.returns(id, terminal, 990)).body.id);
    till.declines();
    ids.push((await till.start(buildSaleBody(terminal))).body.id);
  }
  return ids;
}

const isComplete = async (ids: readonly string[]) => {
  await until(async () => {
    const rows = await world.query<{ id: string }>('select id from transactions where final_at is not null');
    const known = new Set(rows.map(({ id }) => id));
    return ids.every((id) => known.has(id));
  });
};

/** The index names a lease a little after its end. Every attempt here was sent, so each has one. */
const hasAllLeases = () =>
  until(async () => {
    const [left] = await world.query<{ count: number }>(
      `select count(*)::integer as count from attempts a where not exists
        (select from leases l where l.transaction_id = a.transaction_id and l.attempt = a.n)`,
    );
    return left?.count === 0;
  });

const asShown = async (id: string) => {
  const { body } = await world.till.read(id);
  return body;
};

describe('the ledger', () => {
  it('no projector ran for a while, and notifications were lost: it reads all ended runs, as GET shows them', async () => {
    const ids = await takeSales(4);
    const projector = world.project();
    await isComplete(ids);
    for (const id of ids) expect(await world.shows(id, () => true)).toEqual(await asShown(id));
    await projector.stop();
  });

  it('it is dropped and rebuilt: equal to the earlier one, byte for byte', async () => {
    const projector = world.project();
    const ids = await takeSales(3);
    await isComplete(ids);
    await world.shows(ids[0] ?? '', ({ status }) => status === 'reversed');
    await hasAllLeases();
    await projector.stop();
    const [grown, beside] = [await dump(), await dumpBeside()];
    await world.query('delete from attempts');
    const { url, api, log } = world;
    const report = await rebuildLedger({ url, settings: api.settings, log });
    expect(await dumpBeside()).toEqual(beside);
    expect(report).toEqual({ rebuilt: grown.length, corrected: 0, added: 0, kept: 0 });
    expect(await dump()).toEqual(grown);
  });

  it('a key tries again on a busy terminal: every attempt and every lease is there, and how it ended', async () => {
    const terminal = world.till.takeNewTerminal();
    const key = randomUUID();
    world.getnet.answers({ kind: 'refused', reason: 'terminal_busy' });
    expect((await world.till.start(buildSaleBody(terminal), { key })).status).toBe(409);
    world.till.approves();
    const { body: sale } = await world.till.start(buildSaleBody(terminal), { key });
    const projector = world.project();
    await isComplete([sale.id]);
    const attempts = await world.query(
      `select n, status, reason, ended_at is not null as has_ended from attempts where transaction_id = '${sale.id}' order by n`,
    );
    expect(attempts).toEqual([
      { n: 1, status: 'not_sent', reason: 'terminal-busy', has_ended: true },
      { n: 2, status: 'approved', reason: null, has_ended: true },
    ]);
    const leases = async () =>
      world.query(
        `select attempt, ended_by, is_for_query from leases where transaction_id = '${sale.id}' order by attempt`,
      );
    await until(async () => (await leases()).length === 2);
    expect(await leases()).toEqual([
      { attempt: 1, ended_by: 'given_back', is_for_query: false },
      { attempt: 2, ended_by: 'given_back', is_for_query: false },
    ]);
    await projector.stop();
  });

  it('rows are wrong, missing, or forgotten by Temporal: a rebuild corrects, adds and keeps them', async () => {
    const [wrong = '', missing = '', forgotten = ''] = await takeSales(3);
    const projector = world.project();
    await isComplete([wrong, missing, forgotten]);
    await projector.stop();
    const grown = await dump();
    await world.query(`update transactions set amount_minor = 1, status = 'declined' where id = '${wrong}'`);
    await world.query(`delete from transactions where id = '${missing}'`);
    await world.forget(forgotten, 1);
    const { url, api, log } = world;
    const report = await rebuildLedger({ url, settings: api.settings, log });
    expect(report).toMatchObject({ corrected: 1, added: 1, kept: 1 });
    expect(await dump()).toEqual(grown);
  });

  it('two projectors run at once: the same rows, and nothing is written twice', async () => {
    const projectors = [world.project(), world.project()];
    const ids = await takeSales(4);
    await isComplete(ids);
    for (const id of ids) expect(await world.shows(id, () => true)).toEqual(await asShown(id));
    for (const projector of projectors) await projector.stop();
    const [doubled] = await world.query('select from transactions group by id having count(*) > 1');
    expect(doubled).toBeUndefined();
  });

  it('the tail missed a run: the count of that period finds it', async () => {
    const [missed = ''] = await takeSales(1);
    const projector = world.project();
    await isComplete([missed]);
    await projector.stop();
    await world.query(`delete from transactions where id = '${missed}'`);
    await world.query(`delete from closed_runs where transaction_id = '${missed}'`);
    await world.query(`update projection_marks set at = now() + interval '1 hour'`);
    const counting = world.project();
    await isComplete([missed]);
    await counting.stop();
    await world.query(`update projection_marks set at = now()`);
    expect(await counting.parts.metrics.registry.metrics()).toMatch(/ledger_missed_runs_total [1-9]/);
  });

  it('Postgres is stopped while sales go on, and started again: no sale fails, lists say so, and all is caught up', async () => {
    const projector = world.project();
    const before = await takeSales(1);
    await isComplete(before);
    await world.postgres.stop();
    const during = await takeSales(2);
    expect(await world.list()).toMatchObject({
      status: 503,
      body: { code: 'ledger-unavailable', moneyMoved: 'no', retry: 'same_key' },
    });
    expect((await world.list()).headers.get('retry-after')).toBe('2');
    for (const id of during) expect((await world.till.read(id)).status).toBe(200);
    await world.postgres.start();
    await isComplete(during);
    for (const id of during) expect(await world.shows(id, () => true)).toEqual(await asShown(id));
    await projector.stop();
  });
});
