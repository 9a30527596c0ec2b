import type { Queryable } from '../database/ledger-database.js';
import { ENDED } from './transaction-row.js';

/** Stands between the id that was used again and the time of the earlier transaction. */
const MARK = '~';

/**
 * Nobody remembers a key that is used again after its time, so that a second transaction gets the id of the first. What the first one
 * charged stays where it was: its row gets another id, made of the time that it shows, before the second one is written, and its attempts
 * and leases go with it, for shifts are made of leases. A transaction
 * that has ended begins no attempt, so that a row of the same one is never taken for an earlier one.
 *
 * @param given what selects `id` and `first_accepted_at` of the versions that are about to be written.
 * @returns the new ids of the rows that stay.
 */
export async function keepEarlierUses(
  database: Queryable,
  given: string,
  values: readonly unknown[] = [],
): Promise<readonly string[]> {
  const { rows } = await database.query<{ id: string }>(
    `with apart as (
       update transactions as kept
       set id = kept.id || '${MARK}' || to_char(kept.created_at at time zone 'UTC', 'YYYYMMDDHH24MISSMS')
       from (${given}) as given
       where kept.id = given.id and kept.seq >= ${ENDED} and kept.final_at < given.first_accepted_at
       returning kept.id, given.id as used_id, given.first_accepted_at
     ), moved as (
       update attempts set transaction_id = apart.id from apart where transaction_id = apart.used_id
     ), moved_leases as (
       update leases set transaction_id = apart.id from apart
       where transaction_id = apart.used_id and since < apart.first_accepted_at
     )
     select id from apart`,
    [...values],
  );
  return rows.map(({ id }) => id);
}
