import { closingTypes } from '../../domain/closing.js';
import type { Status } from '../../domain/status.js';
import type { Queryable } from '../database/ledger-database.js';
import type { Condition } from './transaction-filter.js';

/** What a terminal did between two closings, by when each had the terminal; the later closing belongs to it. */
export interface Shift {
  readonly country: string;
  readonly device: string;
  /** Undefined: no closing before is known. */
  readonly after: Date | undefined;
  readonly until: Date;
  /** When the closing was completed: nothing is added to the shift any more. */
  readonly closedAt: Date;
  /** A closing in between has no proven outcome: if it turns out to be completed, the shift begins there. */
  readonly mayBeCutAnew: boolean;
}

/** A closing with one of these has closed its batch, or proven never to have. Any other may yet turn out to have closed it. */
const SETTLED: readonly Status[] = ['completed', 'declined', 'not_sent'];

/**
 * The closing and those of the same device before it, whosesoever: a batch is the device's. A closing belongs to where its last attempt
 * had the terminal: neither an attempt that was not sent nor a question to the terminal afterwards closes anything.
 */
const SHIFT = `with own as (
    select closing.id, own.country, own.device, own.type, own.since, closing.final_at
    from transactions as closing
      join leases as own on own.transaction_id = closing.id and own.attempt >= closing.attempt and not own.is_for_query
    where closing.id = $1 and closing.merchant = $2 and closing.status = 'completed' and closing.type = any($3)
    order by own.since desc limit 1
  ), other as (
    select closing.status, max(lease.since) as since
    from own
      join leases as lease on lease.country = own.country and lease.device = own.device and lease.type = own.type
        and not lease.is_for_query
      join transactions as closing on closing.id = lease.transaction_id and lease.attempt >= closing.attempt
    where closing.id <> own.id
    group by closing.id, own.since having max(lease.since) < own.since
  ), latest as (
    select max(since) as since from other where status = 'completed'
  )
  select own.country, own.device, latest.since as after, own.since as until, own.final_at as "closedAt",
    exists (select from other where other.since > coalesce(latest.since, '-infinity') and other.status <> all($4))
      as "mayBeCutAnew"
  from own, latest`;

/**
 * @param id of what closed the terminal: a `close` in Chile, a `shift` in Argentina.
 * @returns undefined where the merchant has no such closing, or the ledger does not know yet that it has ended.
 * @throws LedgerUnavailable
 */
export async function findShift(
  database: Queryable,
  { merchant, id }: { readonly merchant: string; readonly id: string },
): Promise<Shift | undefined> {
  const { rows } = await database.query<Omit<Shift, 'after'> & { readonly after: Date | null }>(SHIFT, [
    id,
    merchant,
    Object.values(closingTypes),
    SETTLED,
  ]);
  const [row] = rows;
  return row && { ...row, after: row.after ?? undefined };
}

/**
 * A key that tried again belongs to where it had the terminal last: not to where it was refused, although the lease it has now is not
 * known before it ends. What never had the terminal belongs to no shift.
 */
export function toShiftCondition({ country, device, after, until }: Shift): Condition {
  const text = `id in (
    select lease.transaction_id from leases as lease
      join transactions as holder on holder.id = lease.transaction_id and lease.attempt >= holder.attempt
    where lease.country = ? and lease.device = ? and not lease.is_for_query
    group by lease.transaction_id having max(lease.since) > ? and max(lease.since) <= ?)`;
  return { text, values: [country, device, after?.toISOString() ?? '-infinity', until.toISOString()] };
}
