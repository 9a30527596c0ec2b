import type { ShownTransaction } from '../../rendering/render-transaction.js';
import type { Queryable } from '../database/ledger-database.js';
import { joinConditions, numberPlaces } from './transaction-filter.js';
import type { Condition, TransactionFilter } from './transaction-filter.js';

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

/** Newest first. A page goes on behind a place, so that rows that arrive meanwhile move nothing. @throws LedgerUnavailable */
export async function listTransactions(
  database: Queryable,
  filter: TransactionFilter,
  { limit, after }: { readonly limit: number; readonly after: ListPosition | undefined },
): Promise<ListPage> {
  const { text, values } = buildStatement(filter, { most: limit + 1, after });
  const { rows } = await database.query<{ id: string; created_at: Date; shown: ShownTransaction }>(
    text,
    values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const end =
    rows.length > limit && last ? { createdAtMs: last.created_at.getTime(), id: last.id } : undefined;
  return { items: page.map(({ shown }) => shown), end };
}

const NEWEST_FIRST = 'order by created_at desc, id desc';

/**
 * Rows of one status, or of one type, come in the order of the list from an index, those of several do not: each is asked for by itself.
 * So a page costs as many rows as it has, however rare they are and wherever they lie.
 */
function buildStatement(
  filter: TransactionFilter,
  { most, after }: { readonly most: number; readonly after: ListPosition | undefined },
): Condition {
  const behind = after === undefined ? [] : [toCondition(after)];
  const parts = listAlternatives(filter).map(({ one, wanted }) => joinConditions(one, ...wanted, ...behind));
  const selects = parts.map(
    ({ text }) =>
      `select id, created_at, shown from transactions where ${text} ${NEWEST_FIRST} limit ${most}`,
  );
  const [only = '', ...others] = selects;
  const text =
    others.length === 0
      ? only
      : `${selects.map((select) => `(${select})`).join(' union all ')} ${NEWEST_FIRST} limit ${most}`;
  return { text: numberPlaces(text), values: parts.flatMap(({ values }) => values) };
}

function toCondition({ createdAtMs, id }: ListPosition): Condition {
  return { text: '(created_at, id) < (?, ?)', values: [new Date(createdAtMs).toISOString(), id] };
}

interface Alternative {
  readonly one: TransactionFilter;
  readonly wanted: readonly Condition[];
}

/** What no transaction fulfils twice. */
function listAlternatives(filter: TransactionFilter): readonly Alternative[] {
  const { statuses, types, ...others } = filter;
  if (statuses !== undefined)
    return [...new Set(statuses)].map((status) => ({
      one: { ...others, types },
      wanted: [{ text: 'status = ?', values: [status] }],
    }));
  if (types === undefined) return [{ one: others, wanted: [] }];
  return [...new Set(types)].map((type) => ({
    one: others,
    wanted: [{ text: 'type = ?', values: [type] }],
  }));
}
