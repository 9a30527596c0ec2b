import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { listTransactions } from '../../src/ledger/queries/list-transactions.js';
import type { ListPosition } from '../../src/ledger/queries/list-transactions.js';
import { buildDigest, chainSettled } from '../../src/ledger/rows/audit-chain.js';
import { writeTransactions } from '../../src/ledger/rows/write-rows.js';
import type { Observation } from '../../src/ledger/rows/write-rows.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { createRandom, generateLife } from './support/generated.js';
import { startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

/** `LEDGER_ROWS=100000 npm test -- test/ledger/rows.spec.ts` takes some minutes. */
const ROWS = Number(process.env['LEDGER_ROWS'] ?? 3_000);
const SLOW_MS = 900_000;

let postgres: TestPostgres;
const open: LedgerDatabase[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  for (const database of open) await database.close();
  await postgres.close();
});

async function createLedger(): Promise<LedgerDatabase> {
  const database = new LedgerDatabase({
    url: await postgres.createLedger(),
    name: 'test',
    statementTimeoutMs: 0,
  });
  open.push(database);
  return database;
}

const write = (database: LedgerDatabase, observations: readonly Observation[]) =>
  database.inTransaction(async (transaction) =>
    chainSettled(transaction, await writeTransactions(transaction, observations)),
  );

async function writeAll(database: LedgerDatabase, observations: readonly Observation[]): Promise<void> {
  for (let at = 0; at < observations.length; at += 200)
    await write(database, observations.slice(at, at + 200));
}

const dump = async (database: LedgerDatabase) => {
  const { rows } = await database.query<{ sum: string; count: number }>(
    `select count(*) as count, md5(string_agg(${buildDigest('t')} || seq || observed_at, '' order by id)) as sum
     from transactions t`,
  );
  const { rows: beside } = await database.query<{ sum: string }>(
    `select md5(string_agg(a::text, '' order by transaction_id, n)) as sum from attempts a`,
  );
  return { ...rows[0], attempts: beside[0]?.sum };
};

describe('rows', () => {
  it(
    'every version of many lives is written in any order, twice, by two writers: the same as the last version of each alone',
    async () => {
      const random = createRandom(7);
      const lives = Array.from({ length: ROWS }, (_, n) => generateLife(n, random));
      const [grown, rebuilt] = [await createLedger(), await createLedger()];
      const versions = random.shuffle(lives.flat());
      await Promise.all([writeAll(grown, versions), writeAll(grown, random.shuffle(versions))]);
      await writeAll(
        rebuilt,
        lives.flatMap((life) => life.at(-1) ?? []),
      );
      expect(await dump(grown)).toEqual(await dump(rebuilt));
      expect((await dump(grown)).count).toBe(ROWS);
      expect((await verifyLedger(grown)).faults).toEqual([]);
    },
    SLOW_MS,
  );

  it('its key tries again a day later: the row is found by when the new attempt was accepted, whether the refused one was read or not', async () => {
    const [first, second] = generateLife(1, createRandom(3));
    if (first === undefined || second === undefined) throw new Error('no life was generated');
    const { shown } = second;
    const createdAt = '2026-01-16T13:00:00.000Z';
    const accepted = { ...shown.snapshot.accepted, createdAt };
    const again = { ...second, shown: { ...shown, snapshot: { ...shown.snapshot, accepted } } };
    for (const seen of [[first, again], [again], [again, first]]) {
      const database = await createLedger();
      for (const one of seen) await write(database, [one]);
      const { rows } = await database.query('select created_at, status from transactions');
      expect(rows).toEqual([{ created_at: new Date(createdAt), status: 'in_progress' }]);
    }
  });

  it('no worker answers for a while: the last written state fills an empty row, and replaces no answer of a worker', async () => {
    const database = await createLedger();
    const [opened, running] = generateLife(1, createRandom(3));
    if (opened === undefined || running === undefined) throw new Error('no life was generated');
    const readStatus = async () =>
      (await database.query<{ status: string }>('select status from transactions')).rows[0]?.status;
    const asWritten = { ...opened, isAsWritten: true, observedAt: '2026-02-01T00:00:00.000Z' };
    await write(database, [asWritten]);
    expect(await readStatus()).toBe('dispatching');
    await write(database, [{ ...running, runId: 'a' }]);
    await write(database, [{ ...asWritten, observedAt: '2026-03-01T00:00:00.000Z' }]);
    expect(await readStatus()).toBe('in_progress');
  });

  it('a worker answered with a state that Temporal never took: the answer half a minute later counts, whichever is written first', async () => {
    const [opened, running] = generateLife(1, createRandom(3));
    if (opened === undefined || running === undefined) throw new Error('no life was generated');
    const never = { ...running, observedAt: '2026-03-01T00:00:00.000Z' };
    const later = (seconds: number) => ({
      ...opened,
      observedAt: new Date(Date.parse(never.observedAt) + seconds * 1_000).toISOString(),
    });
    const readStatus = async (seen: readonly Observation[]) => {
      const database = await createLedger();
      for (const one of seen) await write(database, [one]);
      return (await database.query<{ status: string }>('select status from transactions')).rows[0]?.status;
    };
    expect(await readStatus([never, later(31)])).toBe('dispatching');
    expect(await readStatus([later(31), never])).toBe('dispatching');
    expect(await readStatus([never, later(10)])).toBe('in_progress');
    expect(await readStatus([later(10), never])).toBe('in_progress');
  });

  it('the search for its outcome was ended by hand, and a new one takes fewer steps: what was read later counts', async () => {
    const database = await createLedger();
    const ended = generateLife(1, createRandom(3))[2];
    if (ended === undefined) throw new Error('no life was generated');
    const { shown } = ended;
    const { states } = shown.snapshot;
    const searched = {
      ...shown.snapshot,
      status: 'needs_attention',
      states: [...states, ...states],
    } as const;
    await write(database, [{ ...ended, shown: { ...shown, snapshot: searched } }]);
    await write(database, [{ ...ended, observedAt: '2026-03-01T00:00:00.000Z' }]);
    const { rows } = await database.query<{ status: string }>('select status from transactions');
    expect(rows).toEqual([{ status: shown.snapshot.status }]);
  });

  it('its list of evidence was full, and got shorter: what it learned later counts', async () => {
    const database = await createLedger();
    const running = generateLife(1, createRandom(3))[1];
    if (running === undefined) throw new Error('no life was generated');
    const { shown } = running;
    const withTimes = (times: number, lastAt: string): Observation => {
      const entry = { at: lastAt, source: 'status_query', says: 'pending', times, lastAt } as const;
      return {
        ...running,
        observedAt: lastAt,
        shown: { ...shown, snapshot: { ...shown.snapshot, evidence: [entry] } },
      };
    };
    await write(database, [withTimes(200, '2026-01-15T14:00:00.000Z')]);
    await write(database, [withTimes(1, '2026-01-15T15:00:00.000Z')]);
    const { rows } = await database.query<{ shown: Observation['shown'] }>('select shown from transactions');
    expect(rows[0]?.shown.snapshot.evidence[0]?.times).toBe(1);
  });

  it('1,000 rows arrive while somebody reads page after page: none of the others twice, none missing, newest first', async () => {
    const database = await createLedger();
    const random = createRandom(11);
    const last = (n: number) => generateLife(n, random).at(-1) as Observation;
    // Every second place is taken before, the others arrive meanwhile, older and newer ones.
    const before = Array.from({ length: 1_000 }, (_, n) => last(n * 2));
    await writeAll(database, before);
    const arriving = random.shuffle(Array.from({ length: 1_000 }, (_, n) => last(n * 2 + 1)));
    const seen: string[] = [];
    let after: ListPosition | undefined;
    do {
      await write(database, arriving.splice(0, 30));
      const page = await listTransactions(database, { merchant: 'shop' }, { limit: 37, after });
      seen.push(...page.items.map(({ snapshot }) => snapshot.accepted.transactionId));
      after = page.end;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(seen.toSorted().toReversed());
    const ids = before.map(({ shown }) => shown.snapshot.accepted.transactionId as string);
    expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
  });
});

describe('npm run ledger:verify', () => {
  const some = async () => {
    const database = await createLedger();
    const random = createRandom(13);
    const lives = Array.from({ length: 60 }, (_, n) => generateLife(n, random, n % 2 ? 'one' : 'other'));
    await writeAll(database, lives.flat());
    return database;
  };

  it('nothing was touched: no fault, and an anchor for each merchant that is found again later', async () => {
    const database = await some();
    const { anchors, faults, entries } = await verifyLedger(database);
    expect(faults).toEqual([]);
    expect(anchors.map(({ merchant }) => merchant)).toEqual(['one', 'other']);
    expect(entries).toBeGreaterThanOrEqual(60);
    await write(database, generateLife(1_001, createRandom(1), 'one'));
    expect((await verifyLedger(database, anchors)).faults).toEqual([]);
  });

  it.each([
    [
      'a row is changed',
      `update transactions set amount_minor = amount_minor + 1 where id like '%7'`,
      'was changed after it was chained',
    ],
    [
      'a row loses its end',
      `update transactions set amount_minor = 1, final_at = null where id like '%7'`,
      'was changed after it was chained',
    ],
    ['a row is deleted', `delete from transactions where id like '%07'`, 'its row is gone'],
    [
      'an entry is changed',
      `update audit_entries set digest = repeat('0', 64) where merchant = 'one' and n = 5`,
      'entry 5 (tx_',
    ],
    [
      'an entry is deleted',
      `delete from audit_entries where merchant = 'one' and n = 5`,
      'entries are missing before 6',
    ],
    [
      'a row is put in',
      `insert into transactions select * from (select (json_populate_record(t, '{"id": "tx_x"}')).* from transactions t where final_at is not null limit 1) as x`,
      'was never chained',
    ],
  ])('%s: it says so', async (_, tampering, fault) => {
    const database = await some();
    await database.query(tampering);
    expect((await verifyLedger(database)).faults.join('\n')).toContain(fault);
  });

  it('the end of a chain is cut off, or all of it written anew: the anchor that was kept shows it', async () => {
    const database = await some();
    const { anchors } = await verifyLedger(database);
    await database.query(`delete from audit_entries where merchant = 'one' and n > 10`);
    expect((await verifyLedger(database, anchors)).faults.join('\n')).toContain(
      'of which an anchor was kept',
    );
    await database.query('truncate audit_entries');
    const { rows } = await database.query<{ id: string }>('select id from transactions order by id desc');
    await database.inTransaction((transaction) =>
      chainSettled(
        transaction,
        rows.map(({ id }) => id),
      ),
    );
    expect((await verifyLedger(database)).faults).toEqual([]);
    expect((await verifyLedger(database, anchors)).faults.join('\n')).toMatch(/anchor/);
  });
});
