import { createHash } from 'node:crypto';
import type { Queryable } from '../database/ledger-database.js';

/** One link of a merchant's chain: which transaction was settled, and how, by the hash of its row. */
export interface AuditEntry {
  readonly merchant: string;
  /** From 1, without gaps. */
  readonly n: number;
  readonly at: string;
  readonly transactionId: string;
  /** SHA-256 of the row as it is shown. */
  readonly digest: string;
  /** The hash of the entry before; empty for the first. */
  readonly previous: string;
}

/** Pure: an entry that is changed, left out or put in changes the hash of every one after it. */
export function hashEntry({ merchant, n, at, transactionId, digest, previous }: AuditEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([merchant, n, at, transactionId, digest, previous]))
    .digest('hex');
}

/** One by one: a column that a later release adds changes no digest of before. */
const DIGESTED = [
  'id',
  'merchant',
  'terminal_id',
  'branch',
  'country',
  'device',
  'type',
  'status',
  'money_moved',
  'is_undone',
  'reference',
  'id_pos_txs',
  'authorization_code',
  'operation_id',
  'amount_minor',
  'currency',
  'returned_minor',
  'net_minor',
  'undoes',
  'card_brand',
  'card_last4',
  'attempt',
  'created_at',
  'final_at',
];

/** The SHA-256 of what a row of `transactions` shows, as SQL. @param row its name in the statement. */
export function buildDigest(row: string): string {
  const columns = DIGESTED.map((name) =>
    name.endsWith('_at') ? `extract(epoch from ${row}.${name})` : `${row}.${name}`,
  );
  return `encode(sha256(convert_to(json_build_array(${columns.join(', ')}, ${row}.shown::text)::text, 'UTF8')), 'hex')`;
}

/** What may change back and forth while it is on its way is not chained. */
export const IS_SETTLED = `(final_at is not null or status = 'needs_attention')`;

interface Unchained {
  readonly id: string;
  readonly merchant: string;
  readonly digest: string;
}

/**
 * Chains the rows that are settled and not chained as they stand. In the transaction that wrote them, so that no settled row is
 * outside of the chain; one writer at a time for each merchant.
 */
export async function chainSettled(transaction: Queryable, ids: readonly string[]): Promise<number> {
  const { rows: found } = await transaction.query<{ merchant: string }>(
    `select distinct merchant from transactions where id = any($1) and ${IS_SETTLED} order by merchant`,
    [ids],
  );
  for (const { merchant } of found)
    await transaction.query(`select pg_advisory_xact_lock(hashtext('audit chain'), hashtext($1))`, [
      merchant,
    ]);
  const { rows: unchained } = await transaction.query<Unchained & Record<string, unknown>>(
    `select id, merchant, ${buildDigest('kept')} as digest from transactions as kept
     where id = any($1) and ${IS_SETTLED} and ${buildDigest('kept')} is distinct from (
       select digest from audit_entries where transaction_id = kept.id order by n desc limit 1
     ) order by merchant, final_at, id`,
    [ids],
  );
  for (const { merchant } of found)
    await append(
      transaction,
      unchained.filter((one) => one.merchant === merchant),
    );
  return unchained.length;
}

async function append(transaction: Queryable, rows: readonly Unchained[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { rows: last } = await transaction.query<{ n: number; hash: string }>(
    'select n, hash from audit_entries where merchant = $1 order by n desc limit 1',
    [first.merchant],
  );
  let [n, previous] = [last[0]?.n ?? 0, last[0]?.hash ?? ''];
  const at = new Date().toISOString();
  const entries = rows.map(({ id: transactionId, merchant, digest }) => {
    const entry = { merchant, n: (n += 1), at, transactionId, digest, previous };
    previous = hashEntry(entry);
    return { ...entry, hash: previous };
  });
  await transaction.query(
    `insert into audit_entries (merchant, n, at, transaction_id, digest, previous, hash)
     select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
    (['merchant', 'n', 'at', 'transactionId', 'digest', 'previous', 'hash'] as const).map((name) =>
      entries.map((entry) => entry[name]),
    ),
  );
}
