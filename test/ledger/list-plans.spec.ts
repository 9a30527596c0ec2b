import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import type { Queryable } from '../../src/ledger/database/ledger-database.js';
import { listTransactions } from '../../src/ledger/queries/list-transactions.js';
import type { ListPosition } from '../../src/ledger/queries/list-transactions.js';
import type { TransactionFilter } from '../../src/ledger/queries/transaction-filter.js';
import { startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

const ROWS = 50_000;
/** The oldest rows alone are of the kinds that the filters name: who reads the newest first reads nearly all. */
const RARE = 2_000;
const TERMINALS = 40;
const LIMIT = 50;
const START = '2026-01-15T13:00:00Z';

let postgres: TestPostgres;
let database: LedgerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = new LedgerDatabase({
    url: await postgres.createLedger(),
    name: 'test',
    statementTimeoutMs: 0,
  });
  await database.query(
    `insert into transactions (id, merchant, terminal_id, branch, country, device, type, status, money_moved, is_undone, reference,
       id_pos_txs, authorization_code, amount_minor, currency, returned_minor, net_minor, attempt, created_at, shown, seq, observed_at)
     select 'tx_' || lpad(n::text, 19, '0'), 'shop', 't-' || n % ${TERMINALS}, '1', 'CL', 's',
       case when is_rare then 'return' else 'sale' end, case when is_rare then 'declined' else 'approved' end, 'yes', is_rare,
       case when is_rare then 'again' else 'ORD-' || n end, case when is_rare then '1' else (900000 + n)::text end,
       case when is_rare then '000000' else lpad(n::text, 6, '0') end, n, 'CLP', 0, 0, 1,
       '${START}'::timestamptz + n * interval '1 minute', '{}', 0, now()
     from generate_series(1, ${ROWS}) as n, lateral (select n <= ${RARE} as is_rare) as kind`,
  );
  await database.query('vacuum analyze transactions');
}, 180_000);
afterAll(async () => {
  await database.close();
  await postgres.close();
});

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows of the table that were read, whether they were wanted or not. */
function sumRead(plan: Plan): number {
  const own = plan['Relation Name'] === 'transactions' ? countRead(plan) : 0;
  return (plan.Plans ?? []).reduce((sum, child) => sum + sumRead(child), own);
}

const countRead = (plan: Plan) =>
  plan['Actual Loops'] * (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0));

/** @returns how many rows Postgres reads for a page, and where the page ends. */
async function readPage(filter: Omit<TransactionFilter, 'merchant'>, after?: ListPosition) {
  let read = 0;
  const explaining: Queryable = {
    query: async (text, values) => {
      const { rows } = await database.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
        `explain (analyze, timing off, format json) ${text}`,
        values,
      );
      read += rows[0]?.['QUERY PLAN'].reduce((sum, { Plan: plan }) => sum + sumRead(plan), 0) ?? 0;
      return database.query(text, values);
    },
  };
  const { items, end } = await listTransactions(
    explaining,
    { merchant: 'shop', ...filter },
    { limit: LIMIT, after },
  );
  return { read, found: items.length, end };
}

const at = (n: number) => new Date(Date.parse(START) + n * 60_000).toISOString();

const single: readonly (readonly [string, Omit<TransactionFilter, 'merchant'>])[] = [
  ['nothing', {}],
  ['a terminal', { terminalId: 't-7' }],
  ['a status', { statuses: ['declined'] }],
  ['a status that nothing has', { statuses: ['needs_attention'] }],
  ['a type', { types: ['return'] }],
  ['a type that nothing has', { types: ['void'] }],
  ['a reference', { reference: 'again' }],
  ['a number of Getnet', { idPosTxs: '1' }],
  ['an authorisation code', { authorizationCode: '000000' }],
  ['what was undone', { undone: true }],
  ['what was not undone', { undone: false }],
  ['a time of long ago', { from: at(10), to: at(ROWS / 2) }],
];

describe('the list of a merchant with many transactions', () => {
  it.each(single)(
    'it is asked for %s, which the oldest alone have: as many rows are read as are shown, page after page',
    async (_, filter) => {
      const first = await readPage(filter);
      expect(first.read).toBeLessThanOrEqual(LIMIT + 1);
      if (first.end === undefined) return;
      const next = await readPage(filter, first.end);
      expect(next).toMatchObject({ found: LIMIT });
      expect(next.read).toBeLessThanOrEqual(LIMIT + 1);
    },
  );

  it('several statuses or types are asked for: as many rows are read for each, and each transaction is shown once', async () => {
    const statuses = ['declined', 'approved', 'not_sent', 'declined'];
    const { read, found, end } = await readPage({ statuses });
    expect([found, end !== undefined]).toEqual([LIMIT, true]);
    expect(read).toBeLessThanOrEqual(3 * (LIMIT + 1));
    const seen: string[] = [];
    let after: ListPosition | undefined = { createdAtMs: Date.parse(at(RARE + 75)), id: '' };
    while (seen.length < 150 && after !== undefined) {
      const page = await readPage({ statuses, types: ['sale', 'return'] }, after);
      after = page.end;
      seen.push(after?.id ?? '');
    }
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each<[string, Omit<TransactionFilter, 'merchant'>]>([
    ['a terminal and a status', { terminalId: 't-7', statuses: ['declined'] }],
    ['a status and a type', { statuses: ['declined'], types: ['return', 'void'] }],
    ['a reference and a terminal', { reference: 'again', terminalId: 't-7' }],
    ['a code and a status', { authorizationCode: '000000', statuses: ['approved'] }],
    ['an amount that few have', { minAmount: ROWS - 100 }],
    ['an amount of long ago', { maxAmount: 100 }],
  ])('it is asked for %s: no more rows are read than the rarer of them has', async (_, filter) => {
    const { read } = await readPage(filter);
    expect(read).toBeLessThanOrEqual(RARE);
  });
});
