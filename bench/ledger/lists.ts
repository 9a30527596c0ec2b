import pg from 'pg';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { listTransactions } from '../../src/ledger/queries/list-transactions.js';
import type { TransactionFilter } from '../../src/ledger/queries/transaction-filter.js';
import { quantile, roundFigure } from '../measure/statistics.js';
import { multiplyRow } from './million.js';
import { timeSale } from './stack.js';
import type { LedgerStack } from './stack.js';

const WARM_UP = 5;

/** How large, and how often each list is asked for. */
export interface ListSizes {
  readonly rows: number;
  readonly times: number;
}

/** A list, as the API is asked for it. */
interface WantedList {
  readonly limit: number;
  readonly filter: Omit<TransactionFilter, 'merchant'>;
}

/** What a list is timed with. */
interface Tools {
  readonly stack: LedgerStack;
  readonly client: pg.Client;
  readonly database: LedgerDatabase;
  readonly times: number;
}

/**
 * Lists of a merchant with many rows through the API, in turns with what it asks Postgres for, in this process, and with the least that
 * Postgres can be asked for.
 */
export async function measureLists(stack: LedgerStack, { rows, times }: ListSizes) {
  const client = new pg.Client({ connectionString: stack.databaseUrl, options: '-c search_path=ledger' });
  await client.connect();
  const database = new LedgerDatabase({ url: stack.databaseUrl, name: 'bench' });
  try {
    const { id } = await timeSale(stack);
    await waitForRow(client, id);
    await multiplyRow(client, id, rows);
    const tools = { stack, client, database, times };
    const results: Record<string, object> = {};
    for (const [name, list] of Object.entries(buildLists(rows)))
      results[name] = await compareList(list, tools);
    return { rows, ...(await readSizes(client, id)), lists: results };
  } finally {
    await client.end();
    await database.close();
  }
}

function buildLists(rows: number): Readonly<Record<string, WantedList>> {
  const middle = Math.floor(rows / 2);
  const toStartTime = (n: number) => new Date(Date.now() - n * 30_000).toISOString();
  const page = (filter: WantedList['filter'], limit = 50): WantedList => ({ limit, filter });
  return {
    'first page': page({}),
    'of one terminal': page({ terminalId: 'till-7' }),
    approved: page({ statuses: ['approved'] }),
    'one in a thousand, by status': page({ statuses: ['needs_attention'] }),
    'two statuses': page({ statuses: ['needs_attention', 'declined'] }),
    'that do not exist, by status': page({ statuses: ['cancel_requested'] }),
    'of a type that does not exist': page({ types: ['void'] }),
    undone: page({ undone: true }),
    'by reference': page({ reference: `ORD-${middle}` }),
    'by Getnet’s number': page({ idPosTxs: String(28_000_000_000 + middle) }),
    'by authorisation code': page({ authorizationCode: String(middle % 1_000_000).padStart(6, '0') }),
    'of an hour long ago': page({ from: toStartTime(middle), to: toStartTime(middle - 120) }),
    'above an amount': page({ minAmount: 1_000_000 }),
    '500 rows': page({}, 500),
  };
}

function toQuery({ limit, filter }: WantedList): string {
  const { statuses, types, ...others } = filter;
  const given = { limit, ...others, status: statuses?.join(','), type: types?.join(',') };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, String(value));
  return `?${query.toString()}`;
}

async function compareList(list: WantedList, { stack, client, database, times }: Tools) {
  const query = toQuery(list);
  const kinds: Readonly<Record<string, () => Promise<number>>> = {
    ours: () => timeList(stack, query),
    statement: () => timeStatement(database, list),
    bare: () => timeBare(client, list.limit),
  };
  const timesMs: Record<string, number[]> = {};
  for (let n = 0; n < WARM_UP + times; n += 1) {
    const turns = Object.entries(kinds);
    for (const [kind, time] of n % 2 === 0 ? turns : turns.toReversed())
      (timesMs[kind] ??= []).push(await time());
  }
  const computeQuantileMs = (kind: string, share: number) =>
    quantile((timesMs[kind] ?? []).slice(WARM_UP), share);
  return {
    p95Ms: roundFigure(computeQuantileMs('ours', 0.95)),
    p50Ms: roundFigure(computeQuantileMs('ours', 0.5)),
    statementP50Ms: roundFigure(computeQuantileMs('statement', 0.5)),
    bareP95Ms: roundFigure(computeQuantileMs('bare', 0.95)),
    bareP50Ms: roundFigure(computeQuantileMs('bare', 0.5)),
    ratio: roundFigure(computeQuantileMs('ours', 0.95) / computeQuantileMs('bare', 0.95)),
    ratioOfMedians: roundFigure(computeQuantileMs('ours', 0.5) / computeQuantileMs('bare', 0.5)),
  };
}

/** Rows and their parsing, without the API. */
async function timeStatement(database: LedgerDatabase, { limit, filter }: WantedList): Promise<number> {
  const from = performance.now();
  await listTransactions(database, { merchant: 'bench', ...filter }, { limit, after: undefined });
  return performance.now() - from;
}

async function readSizes(client: pg.Client, id: string) {
  const { rows } = await client.query<{ bytes: number; megabytes: number }>(
    `select octet_length(shown::text) as bytes, (pg_total_relation_size('transactions') / 1048576)::integer as megabytes
     from transactions where id = $1`,
    [id],
  );
  return { bytesOfOne: rows[0]?.bytes, megabytes: rows[0]?.megabytes };
}

async function timeList(stack: LedgerStack, query: string): Promise<number> {
  const from = performance.now();
  const { status, body } = await stack.list(query);
  const ms = performance.now() - from;
  if (status !== 200) throw new Error(`${query}: ${status} ${JSON.stringify(body)}`);
  return ms;
}

/** As many of the newest rows, as text, on an open connection. */
async function timeBare(client: pg.Client, limit: number): Promise<number> {
  const from = performance.now();
  await client.query(
    `select shown::text from transactions where merchant = 'bench' order by created_at desc, id desc limit $1`,
    [limit],
  );
  return performance.now() - from;
}

async function waitForRow(client: pg.Client, id: string): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `select from transactions where id = $1 and final_at is not null and run_id is not null`,
      [id],
    );
    if (rowCount === 1) return;
    await new Promise((next) => setTimeout(next, 50));
  }
}
