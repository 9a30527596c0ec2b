import { closingTypes } from '../../domain/closing.js';
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
}

/** The closing and the one before it on the same device, whosesoever. A batch is the device's. */
const SHIFT = `select own.country, own.device, own.since as until, closing.final_at as "closedAt",
    (select max(lease.since) from leases as lease
       join transactions as earlier on earlier.id = lease.transaction_id and earlier.status = 'completed'
     where lease.country = own.country and lease.device = own.device and lease.type = closing.type
       and lease.since < own.since and lease.transaction_id <> closing.id) as after
  from transactions as closing
    join leases as own on own.transaction_id = closing.id and own.attempt = closing.attempt and not own.is_for_query
  where closing.id = $1 and closing.merchant = $2 and closing.status = 'completed' and closing.type = any($3)
  order by own.since desc limit 1`;

/**
 * @param id of what closed the terminal: a `close` in Chile, a `shift` in Argentina.
 * @returns undefined where the merchant has no such closing, or the ledger does not know yet that it has ended.
 * @throws LedgerAway
 */
export async function findShift(
  database: Queryable,
  { merchant, id }: { readonly merchant: string; readonly id: string },
): Promise<Shift | undefined> {
  const { rows } = await database.query<Omit<Shift, 'after'> & { readonly after: Date | null }>(SHIFT, [
    id,
    merchant,
    Object.values(closingTypes),
  ]);
  const [row] = rows;
  return row && { ...row, after: row.after ?? undefined };
}

/** A key that tried again belongs to where it had the terminal last. What never had the terminal belongs to no shift. */
export function toShiftCondition({ country, device, after, until }: Shift): Condition {
  const text = `id in (
    select transaction_id from leases where country = ? and device = ? and not is_for_query
    group by transaction_id having max(since) > ? and max(since) <= ?)`;
  return { text, values: [country, device, after?.toISOString() ?? '-infinity', until.toISOString()] };
}
