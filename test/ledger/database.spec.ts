import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerAway } from '../../src/ledger/database/ledger-away.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

let postgres: TestPostgres;
let database: LedgerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const url = await postgres.createLedger();
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
  it('a list takes too long: it is told so, and the next statement is answered', async () => {
    await expect(database.query('select pg_sleep(2)')).rejects.toBeInstanceOf(LedgerAway);
    expect((await next()).rowCount).toBe(1);
  });

  it('every connection is in use: who comes then is told so, and the next statement is answered', async () => {
    const snapshots = [await database.openSnapshot(), await database.openSnapshot()];
    await expect(next()).rejects.toBeInstanceOf(LedgerAway);
    for (const snapshot of snapshots) snapshot.close();
    expect((await next()).rowCount).toBe(1);
  });

  it('the server ends the connection of an export that stands still: the next statement is answered', async () => {
    const snapshot = await database.openSnapshot();
    const { rows } = await snapshot.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await expect(snapshot.query('select 1')).rejects.toBeInstanceOf(LedgerAway);
    snapshot.close();
    expect((await next()).rowCount).toBe(1);
  });

  it('the process stands still for longer than an answer may take: the answer that came meanwhile counts', async () => {
    await next();
    setTimeout(() => standStill(400), 10);
    const answer = await database.askBriefly(150, () => database.query('select pg_sleep(0.05)'));
    expect(answer).not.toBeInstanceOf(LedgerAway);
    expect(database.isUp).toBe(true);
  });

  it('it does not answer in time: who can do without is told so, and the next one at once', async () => {
    const answer = await database.askBriefly(50, () => database.query('select pg_sleep(0.3)'));
    expect(answer).toBeInstanceOf(LedgerAway);
    expect(database.isUp).toBe(false);
  });
});
