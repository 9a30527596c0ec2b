import type { ShownTransaction } from '../../rendering/render-transaction.js';
import type { Queryable } from '../database/ledger-database.js';
import { buildCondition } from './transaction-filter.js';
import type { TransactionFilter } from './transaction-filter.js';

/** The place of a transaction in the list. */
export interface ListPosition {
  readonly createdAtMs: number;
  readonly id: string;
}

/** One page of a list. */
export interface ListPage {
  readonly items: readonly ShownTransaction[];
  /** The place of the last one where more follow. */
  readonly end: ListPosition | undefined;
}

/** Newest first. A page goes on behind a place, so that rows that arrive meanwhile move nothing. @throws LedgerAway */
export async function listTransactions(
  database: Queryable,
  filter: TransactionFilter,
  { limit, after }: { readonly limit: number; readonly after: ListPosition | undefined },
): Promise<ListPage> {
  const behind =
    after === undefined
      ? []
      : [
          {
            text: '(created_at, id) < (?, ?)',
            values: [new Date(after.createdAtMs).toISOString(), after.id],
          },
        ];
  const { text, values } = buildCondition(filter, ...behind);
  const { rows } = await database.query<{ id: string; created_at: Date; shown: ShownTransaction }>(
    `select id, created_at, shown from transactions where ${text}
     order by created_at desc, id desc limit ${limit + 1}`,
    values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const end =
    rows.length > limit && last ? { createdAtMs: last.created_at.getTime(), id: last.id } : undefined;
  return { items: page.map(({ shown }) => shown), end };
}
