import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { findTransaction } from '../../src/ledger/queries/find-transaction.js';
import { listTransactions } from '../../src/ledger/queries/list-transactions.js';
import { chainSettled } from '../../src/ledger/rows/audit-chain.js';
import { writeTransactions } from '../../src/ledger/rows/write-rows.js';
import type { Observation } from '../../src/ledger/rows/write-rows.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { createRandom, generateLife } from './support/generated.js';
import { rebuildReading } from './support/rebuild-reading.js';
import { startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

let postgres: TestPostgres;
const opened: LedgerDatabase[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  for (const database of opened) await database.close();
  await postgres.close();
});

const [FIRST_DAY, LATER_DAY] = ['2026-01-15', '2027-02-01'];

/** @returns the versions of an approved sale of the first day. */
function generateSale(n: number): readonly [Observation, Observation, Observation] {
  const [dispatching, running, ended] = generateLife(n, createRandom(n));
  if (!dispatching || !running || ended?.shown.snapshot.status !== 'approved') return generateSale(n + 1);
  return [dispatching, running, ended];
}

const toLaterDay = <Seen>(seen: Seen): Seen =>
  JSON.parse(JSON.stringify(seen).replaceAll(FIRST_DAY, LATER_DAY)) as Seen;

async function createLedger() {
  const url = await postgres.createLedger();
  const database = new LedgerDatabase({ url, name: 'test' });
  opened.push(database);
  const write = (one: Observation, runId?: string) =>
    database.inTransaction(async (transaction) =>
      chainSettled(transaction, await writeTransactions(transaction, [{ ...one, runId }])),
    );
  /** What an export of a day adds up to. */
  const sumOf = async (day: string) => {
    const { rows } = await database.query(
      `select count(*)::integer as count, coalesce(sum(net_minor), 0)::integer as net from transactions
       where created_at >= $1::date and created_at < $1::date + 1`,
      [day],
    );
    return rows[0];
  };
  return { url, database, write, sumOf };
}

describe('a key is used again after it was forgotten', () => {
  it.each([
    ['as the index names its run', 'run 2'],
    ['by its id alone', undefined],
  ])(
    'its new sale is read %s: it has its own date, and the first one stays in its period',
    async (_, runId) => {
      const { database, write, sumOf } = await createLedger();
      const sale = generateSale(1);
      const [dispatching, , ended] = sale;
      const { transactionId, amount } = ended.shown.snapshot.accepted;
      for (const one of sale) await write(one, 'run 1');
      const before = await sumOf(FIRST_DAY);
      expect(before).toEqual({ count: 1, net: amount?.value });
      for (const day of [FIRST_DAY, LATER_DAY])
        await database.query(
          `insert into leases (run_id, country, device, merchant, terminal_id, transaction_id, attempt, type, is_for_query,
             since, until, ended_at, ended_by)
           values ($1::text, 'CL', 'd', 'shop', 't', $2, 1, 'sale', false, $1::timestamptz, $1::timestamptz, $1::timestamptz, 'given_back')`,
          [`${day}T23:59:59Z`, transactionId],
        );
      const again = toLaterDay(sale);
      for (const one of again) await Promise.all([write(one, runId), write(one, runId)]);
      await write(dispatching, 'run 1');
      expect([await sumOf(FIRST_DAY), await sumOf(LATER_DAY)]).toEqual([before, before]);
      const { items } = await listTransactions(
        database,
        { merchant: 'shop' },
        { limit: 9, after: undefined },
      );
      expect(items.map(({ snapshot }) => snapshot.accepted.createdAt.slice(0, 10))).toEqual([
        LATER_DAY,
        FIRST_DAY,
      ]);
      const found = await findTransaction(database, transactionId, new Date(LATER_DAY));
      expect(found?.shown.snapshot).toMatchObject({
        status: 'approved',
        accepted: { createdAt: again[2].shown.snapshot.accepted.createdAt },
      });
      expect(await verifyLedger(database)).toMatchObject({ faults: [], entries: 3 });
      const { rows } = await database.query('select transaction_id from attempts order by transaction_id');
      expect(rows.map((row) => String(row['transaction_id']).split('~'))).toEqual([
        [transactionId],
        [transactionId, expect.stringMatching(/^20260115\d{9}$/)],
      ]);
      const { rows: leases } = await database.query('select transaction_id from leases order by since');
      expect(leases.map((row) => String(row['transaction_id']).split('~').length)).toEqual([2, 1]);
    },
  );

  it('the ledger is rebuilt before its new sale was read: the first one stays', async () => {
    const { url, database, write, sumOf } = await createLedger();
    const sale = generateSale(1);
    for (const one of sale) await write(one, 'run 1');
    const before = await sumOf(FIRST_DAY);
    const { shown } = toLaterDay(sale[1]);
    const report = await rebuildReading(url, shown.snapshot.accepted.transactionId, () =>
      Promise.resolve({ shown, hasEnded: false, isAsWritten: false }),
    );
    expect(report).toEqual({ rebuilt: 1, corrected: 0, added: 1, kept: 1 });
    expect([await sumOf(FIRST_DAY), await sumOf(LATER_DAY)]).toEqual([before, { count: 1, net: 0 }]);
    expect((await verifyLedger(database)).faults).toEqual([]);
  });
});
