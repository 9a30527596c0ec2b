import type { LeaseMemo } from '../../workflows/terminal-lease.messages.js';
import type { Queryable } from '../database/ledger-database.js';

/** How a lease ended. */
export type LeaseEnd = 'given_back' | 'by_operator' | 'by_hand' | 'at_its_bound' | 'not_known';

/** A lease that has ended. */
export interface EndedLease {
  readonly runId: string;
  readonly country: string;
  /** The serial number of the device. */
  readonly device: string;
  readonly memo: LeaseMemo;
  /** ISO 8601. */
  readonly endedAt: string;
  readonly endedBy: LeaseEnd;
  /** What it was given back on. */
  readonly proof: string | undefined;
}

const types = {
  run_id: 'text',
  country: 'text',
  device: 'text',
  merchant: 'text',
  terminal_id: 'text',
  transaction_id: 'text',
  attempt: 'integer',
  type: 'text',
  is_for_query: 'boolean',
  since: 'timestamptz',
  until: 'timestamptz',
  ended_at: 'timestamptz',
  ended_by: 'text',
  proof: 'text',
  previous: 'text',
} as const;

type Column = keyof typeof types;

const columns = Object.keys(types) as readonly Column[];

const UPSERT = `insert into leases (${columns.join(', ')})
select * from unnest(${columns.map((name, at) => `$${at + 1}::${types[name]}[]`).join(', ')})
on conflict (run_id) do nothing`;

/** Pure: what has ended never changes. */
function toLeaseRow({ runId, country, device, memo, ...end }: EndedLease): Readonly<Record<Column, unknown>> {
  const { holder, since, until, previous, isForQuery = false } = memo;
  return {
    run_id: runId,
    country,
    device,
    merchant: holder.merchant,
    terminal_id: holder.terminalId,
    transaction_id: holder.transactionId,
    attempt: holder.attempt,
    type: holder.type,
    is_for_query: isForQuery,
    since,
    until,
    ended_at: end.endedAt,
    ended_by: end.endedBy,
    proof: end.proof ?? null,
    previous: previous ?? null,
  };
}

export async function writeLeases(database: Queryable, leases: readonly EndedLease[]): Promise<void> {
  if (leases.length === 0) return;
  const rows = leases.map(toLeaseRow);
  await database.query(
    UPSERT,
    columns.map((name) => rows.map((row) => row[name])),
  );
}
