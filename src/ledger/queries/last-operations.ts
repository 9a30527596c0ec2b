import type { Status } from '../../domain/status.js';
import type { Queryable } from '../database/ledger-database.js';

/** The newest transaction of a terminal. */
export interface LastRow {
  readonly terminalId: string;
  readonly transactionId: string;
  readonly type: string;
  readonly status: Status;
  readonly createdAt: Date;
}

/** One look into the index of the table for each terminal. @throws LedgerUnavailable */
export async function readLastOperations(
  database: Queryable,
  merchant: string,
  terminalIds: readonly string[],
): Promise<readonly LastRow[]> {
  const { rows } = await database.query<LastRow & Record<string, unknown>>(
    `select wanted as "terminalId", split_part(newest.id, '~', 1) as "transactionId", type, status, created_at as "createdAt"
     from unnest($2::text[]) as wanted
     cross join lateral (
       select id, type, status, created_at from transactions
       where merchant = $1 and terminal_id = wanted order by created_at desc, id desc limit 1
     ) as newest`,
    [merchant, terminalIds],
  );
  return rows.map(({ terminalId, transactionId, type, status, createdAt }) => ({
    terminalId,
    transactionId,
    type,
    status,
    createdAt,
  }));
}
