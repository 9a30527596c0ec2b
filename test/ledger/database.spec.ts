import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerUnavailable } from '../../src/ledger/database/ledger-unavailable.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { until } from '../support/until.js';
import { startRelay } from './support/relay.js';
import { atPort, queryOnce, startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

let postgres: TestPostgres;
let url: string;
let database: LedgerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createLedger();
  database = new LedgerDatabase({ url, name: 'test', maxConnections: 2, statementTimeoutMs: 500 });
});
afterAll(async () => {
  await database.close();
  await postgres.close();
});

const next = () => database.query('select 1');

/** As a garbage collection does, or a large body. */
const standStill = (limitMs: number) => {
  const until = performance.now() + limitMs;
  while (performance.now() < until);
};

describe('the ledger answers, but not one statement', () => {
  it('a list takes too long: it fails in time, and the next statement is answered', async () => {
    await expect(database.query('select pg_sleep(2)')).rejects.toBeInstanceOf(LedgerUnavailable);
    expect((await next()).rowCount).toBe(1);
  });

  it('every connection is in use: the next statement fails in time, and the one after it is answered', async () => {
    const snapshots = [await database.openSnapshot(), await database.openSnapshot()];
    await expect(next()).rejects.toBeInstanceOf(LedgerUnavailable);
    for (const snapshot of snapshots) snapshot.close();
    expect((await next()).rowCount).toBe(1);
  });

  it('the server ends the connection of an export that stands still: the next statement is answered', async () => {
    const snapshot = await database.openSnapshot();
    const { rows } = await snapshot.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await expect(snapshot.query('select 1')).rejects.toBeInstanceOf(LedgerUnavailable);
    snapshot.close();
    expect((await next()).rowCount).toBe(1);
  });

  it('the process stands still for longer than an answer may take: the answer that came meanwhile counts', async () => {
    await next();
    setTimeout(() => standStill(400), 10);
    const answer = await database.askBriefly(150, () => database.query('select pg_sleep(0.05)'));
    expect(answer).not.toBeInstanceOf(LedgerUnavailable);
    expect(database.isUp).toBe(true);
  });

  it('it does not answer in time: an optional statement fails, and the next one fails at once', async () => {
    const answer = await database.askBriefly(50, () => database.query('select pg_sleep(0.3)'));
    expect(answer).toBeInstanceOf(LedgerUnavailable);
    expect(database.isUp).toBe(false);
  });
});

describe('a failover', () => {
  it('the server loses its power while connections are open, and another has its address: one statement waits for it, and no second one', async () => {
    const relay = await startRelay(postgres.port);
    const [maxConnections, statementTimeoutMs] = [4, 500];
    const moved = new LedgerDatabase({
      url: atPort(url, relay.port),
      name: 'test',
      maxConnections,
      statementTimeoutMs,
    });
    await Promise.all(Array.from({ length: maxConnections }, () => moved.query('select pg_sleep(0.1)')));
    relay.goSilent();
    await expect(moved.query('select 1')).rejects.toBeInstanceOf(LedgerUnavailable);
    const from = performance.now();
    await until(() => moved.isUp);
    expect(performance.now() - from).toBeLessThan(statementTimeoutMs + 1_000);
    expect((await moved.query('select 1')).rowCount).toBe(1);
    await moved.close();
    await relay.close();
  });

  it('a statement to the old server fails late: the new server is not avoided', async () => {
    const relay = await startRelay(postgres.port);
    const moved = new LedgerDatabase({
      url: atPort(url, relay.port),
      name: 'test',
      statementTimeoutMs: 1_500,
    });
    await Promise.all([moved.query('select pg_sleep(0.1)'), moved.query('select pg_sleep(0.1)')]);
    const late = moved.query('select pg_sleep(1)');
    relay.goSilent();
    expect(await moved.askBriefly(50, () => moved.query('select 1'))).toBeInstanceOf(LedgerUnavailable);
    await until(() => moved.isUp);
    await expect(late).rejects.toBeInstanceOf(LedgerUnavailable);
    expect(moved.isUp).toBe(true);
    await moved.close();
    await relay.close();
  });

  it('a standby is not promoted yet: it takes no writes, and goes on being read', async () => {
    const readOnly = await postgres.createLedger();
    const name = new URL(readOnly).pathname.slice(1);
    await queryOnce(readOnly, `alter database ${name} set default_transaction_read_only = on`);
    const standby = new LedgerDatabase({ url: readOnly, name: 'test' });
    await expect(standby.query('delete from transactions')).rejects.toBeInstanceOf(LedgerUnavailable);
    expect((await standby.query('select from transactions')).rowCount).toBe(0);
    await standby.close();
  });
});
