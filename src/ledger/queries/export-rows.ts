import type { Queryable } from '../database/ledger-database.js';
import { joinConditions, numberPlaces } from './transaction-filter.js';
import type { Condition, TransactionFilter } from './transaction-filter.js';

/** What an export is made of. */
export interface ExportRow {
  readonly id: string;
  readonly reference: string | null;
  readonly type: string;
  readonly status: string;
  readonly terminal_id: string;
  readonly branch: string;
  readonly country: string;
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly returned_minor: number;
  readonly net_minor: number;
  readonly money_moved: string;
  readonly authorization_code: string | null;
  readonly operation_id: number | null;
  readonly id_pos_txs: string | null;
  readonly card_brand: string | null;
  readonly card_last4: string | null;
  readonly created_at: Date;
  readonly final_at: Date | null;
  /** What was proven after the transaction had been told otherwise; null where nothing was. */
  readonly late_money_moved: string | null;
}

const LATE = `shown->'late'->>'moneyMoved' as late_money_moved`;

const COLUMNS: readonly (Exclude<keyof ExportRow, 'late_money_moved'> | typeof LATE)[] = [
  'id',
  'reference',
  'type',
  'status',
  'terminal_id',
  'branch',
  'country',
  'amount_minor',
  'currency',
  'returned_minor',
  'net_minor',
  'money_moved',
  'authorization_code',
  'operation_id',
  'id_pos_txs',
  'card_brand',
  'card_last4',
  'created_at',
  'final_at',
  LATE,
];

const PAGE = 1_000;

/** Oldest first, in pages, so that no row is twice in memory. @throws LedgerUnavailable */
export async function* readExportPages(
  snapshot: Queryable,
  filter: TransactionFilter,
  more: readonly Condition[] = [],
): AsyncGenerator<readonly ExportRow[], void, undefined> {
  let after: ExportRow | undefined;
  do {
    const behind =
      after === undefined
        ? []
        : [{ text: '(created_at, id) > (?, ?)', values: [after.created_at.toISOString(), after.id] }];
    const { text, values } = joinConditions(filter, ...more, ...behind);
    const { rows } = await snapshot.query<ExportRow & Record<string, unknown>>(
      `select ${COLUMNS.join(', ')} from transactions where ${numberPlaces(text)} order by created_at, id limit ${PAGE}`,
      values,
    );
    yield rows;
    after = rows.length === PAGE ? rows.at(-1) : undefined;
  } while (after !== undefined);
}
