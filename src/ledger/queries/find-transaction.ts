import type { ShownTransaction } from '../../rendering/render-transaction.js';
import type { Queryable } from '../database/ledger-database.js';

/** By its primary key. @returns undefined for one that is not known, or that was accepted too long ago. @throws LedgerAway */
export async function findTransaction(
  database: Queryable,
  id: string,
  acceptedFrom: Date,
): Promise<ShownTransaction | undefined> {
  const { rows } = await database.query<{ shown: ShownTransaction }>(
    'select shown from transactions where id = $1 and created_at >= $2',
    [id, acceptedFrom.toISOString()],
  );
  return rows[0]?.shown;
}
