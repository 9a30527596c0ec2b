/** Which transactions of a merchant are wanted. */
export interface TransactionFilter {
  readonly merchant: string;
  readonly terminalId?: string | undefined;
  readonly branch?: string | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  readonly idPosTxs?: string | undefined;
  readonly authorizationCode?: string | undefined;
  /** In minor units. */
  readonly minAmount?: number | undefined;
  readonly maxAmount?: number | undefined;
  /** ISO 8601, inclusive. */
  readonly from?: string | undefined;
  /** ISO 8601, exclusive. */
  readonly to?: string | undefined;
  /** Whether money of it went back. */
  readonly undone?: boolean | undefined;
}

/** A condition, and its values in order. */
export interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

const conditions: Readonly<Record<keyof TransactionFilter, string>> = {
  merchant: 'merchant = ?',
  terminalId: 'terminal_id = ?',
  branch: 'branch = ?',
  statuses: 'status = any(?)',
  types: 'type = any(?)',
  reference: 'reference = ?',
  idPosTxs: 'id_pos_txs = ?',
  authorizationCode: 'authorization_code = ?',
  minAmount: 'amount_minor >= ?',
  maxAmount: 'amount_minor <= ?',
  from: 'created_at >= ?',
  to: 'created_at < ?',
  undone: 'is_undone = ?',
};

/** All that the filter asks for, and more conditions, with a `?` for each value. */
export function joinConditions(filter: TransactionFilter, ...more: readonly Condition[]): Condition {
  const given = (Object.keys(conditions) as (keyof TransactionFilter)[]).filter(
    (name) => filter[name] !== undefined,
  );
  const all = [...given.map((name) => ({ text: conditions[name], values: [filter[name]] })), ...more];
  return { text: all.map(({ text }) => text).join(' and '), values: all.flatMap(({ values }) => values) };
}

/** Names the places of the values as Postgres does. */
export function numberPlaces(text: string): string {
  let place = 0;
  return text.replaceAll('?', () => `$${(place += 1)}`);
}
