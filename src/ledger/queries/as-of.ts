import { COMPLETE_MARK } from '../database/complete-mark.js';
import type { Queryable } from '../database/ledger-database.js';

/**
 * Up to when the ledger is known to be complete. Read it before the rows, or in their snapshot.
 *
 * @returns undefined for a ledger that was never filled. @throws LedgerUnavailable
 */
export async function readAsOf(database: Queryable): Promise<Date | undefined> {
  const { rows } = await database.query<{ at: Date }>('select at from projection_marks where name = $1', [
    COMPLETE_MARK,
  ]);
  return rows[0]?.at;
}
