import { COMPLETE_MARK, SINCE_MARK } from '../database/complete-mark.js';
import type { Queryable } from '../database/ledger-database.js';

/** For which accepted transactions the ledger is known to be complete. */
export interface LedgerReach {
  /** From then on; undefined for a ledger that was never filled. */
  readonly since: Date | undefined;
  /** Up to then; undefined for a ledger that was never complete. */
  readonly asOf: Date | undefined;
}

/** Read it before the rows, or in their snapshot. @throws LedgerUnavailable */
export async function readReach(database: Queryable): Promise<LedgerReach> {
  const { rows } = await database.query<{ name: string; at: Date }>(
    'select name, at from projection_marks where name = any($1)',
    [[SINCE_MARK, COMPLETE_MARK]],
  );
  const find = (name: string) => rows.find((row) => row.name === name)?.at;
  return { since: find(SINCE_MARK), asOf: find(COMPLETE_MARK) };
}
