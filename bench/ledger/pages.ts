import pg from 'pg';
import { findMissing, timeSale } from './stack.js';
import type { LedgerStack } from './stack.js';

const BEFORE = 2_000;
const ARRIVING = 1_000;
const TERMINAL = 'till-paged';

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
}

/** Reads page after page through the API while rows arrive everywhere in the list. */
export async function measurePages(stack: LedgerStack) {
  const client = new pg.Client({ connectionString: stack.databaseUrl, options: '-c search_path=ledger' });
  await client.connect();
  try {
    const { id } = await timeSale(stack);
    await findMissing(stack, [id]);
    const before = Array.from({ length: BEFORE }, (_, n) => 2 * n);
    await insertRows(client, id, before);
    const arriving = Array.from({ length: ARRIVING }, (_, n) => 4 * n + 1);
    const seen = await readPages(stack, () => insertRows(client, id, arriving.splice(0, 50)));
    const known = new Set(seen);
    return {
      pagesOf: 100,
      rows: BEFORE,
      arrived: ARRIVING - arriving.length,
      twice: seen.length - known.size,
      missing: before.filter((n) => !known.has(buildId(n))).length,
    };
  } finally {
    await client.end();
  }
}

async function readPages(stack: LedgerStack, between: () => Promise<void>): Promise<readonly string[]> {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `?terminalId=${TERMINAL}&limit=100${cursor && `&cursor=${cursor}`}`;
    const [{ body }] = await Promise.all([stack.list(query), between()]);
    const page = body as Page;
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  }
  return seen;
}

const buildId = (n: number) => `tx_p${String(n).padStart(18, '0')}`;

/** The place of a row in the list follows its number. */
async function insertRows(client: pg.Client, like: string, numbers: readonly number[]): Promise<void> {
  await client.query(
    `insert into transactions select (json_populate_record(base, json_build_object(
       'id', 'tx_p' || lpad(n::text, 18, '0'), 'terminal_id', $3::text, 'run_id', null,
       'created_at', base.created_at - n * interval '10 milliseconds',
       'shown', replace(base.shown::text, base.id, 'tx_p' || lpad(n::text, 18, '0'))::json))).*
     from unnest($2::int[]) as n, transactions as base where base.id = $1`,
    [like, numbers, TERMINAL],
  );
}
