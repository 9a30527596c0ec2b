import pg from 'pg';
import { quantile, rounded } from '../measure/statistics.js';
import { multiplyRow } from './million.js';
import { timeSale } from './stack.js';
import type { LedgerStack } from './stack.js';

const WARM_UP = 5;

/** How large, and how often each list is asked for. */
export interface ListSizes {
  readonly rows: number;
  readonly times: number;
}

/** Lists of a merchant with many rows through the API, in turns with the least that Postgres can be asked for. */
export async function measureLists(stack: LedgerStack, { rows, times }: ListSizes) {
  const client = new pg.Client({ connectionString: stack.databaseUrl, options: '-c search_path=ledger' });
  await client.connect();
  try {
    const { id } = await timeSale(stack);
    await waitForRow(client, id);
    await multiplyRow(client, id, rows);
    const results: Record<string, object> = {};
    for (const [name, query] of Object.entries(buildQueries(rows)))
      results[name] = await compareList(query, { stack, client, times });
    return { rows, lists: results };
  } finally {
    await client.end();
  }
}

function buildQueries(rows: number): Readonly<Record<string, string>> {
  const middle = Math.floor(rows / 2);
  const at = (n: number) => new Date(Date.now() - n * 30_000).toISOString();
  return {
    'first page': '?limit=50',
    'of one terminal': '?limit=50&terminalId=till-7',
    approved: '?limit=50&status=approved',
    'one in a thousand, by status': '?limit=50&status=needs_attention',
    'that do not exist, by status': '?limit=50&status=cancel_requested',
    'of a type that does not exist': '?limit=50&type=void',
    undone: '?limit=50&undone=true',
    'by reference': `?reference=ORD-${middle}`,
    'by Getnet’s number': `?idPosTxs=${28_000_000_000 + middle}`,
    'by authorisation code': `?authorizationCode=${String(middle % 1_000_000).padStart(6, '0')}`,
    'of an hour long ago': `?limit=50&from=${at(middle)}&to=${at(middle - 120)}`,
    'above an amount': '?limit=50&minAmount=1000000',
    '500 rows': '?limit=500',
  };
}

async function compareList(
  query: string,
  {
    stack,
    client,
    times,
  }: { readonly stack: LedgerStack; readonly client: pg.Client; readonly times: number },
) {
  const limit = Number(new URLSearchParams(query).get('limit') ?? 50);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let n = 0; n < WARM_UP + times; n += 1) {
    const turns = [
      async () => void ours.push(await timeList(stack, query)),
      async () => void bare.push(await timeBare(client, limit)),
    ];
    for (const turn of n % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  const [p95, bareP95] = [ours, bare].map((all) => quantile(all.slice(WARM_UP), 0.95)) as [number, number];
  return { p95Ms: rounded(p95), bareP95Ms: rounded(bareP95), ratio: rounded(p95 / bareP95) };
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
