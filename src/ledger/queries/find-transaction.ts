import type { ShownTransaction } from '../../rendering/render-transaction.js';
import type { Queryable } from '../database/ledger-database.js';
import { isOfEndedRun } from '../rows/transaction-row.js';

/** A transaction as it was read last. */
export interface KeptTransaction {
  readonly shown: ShownTransaction;
  /** Whether its run had ended by then: nothing came after it. */
  readonly hasEnded: boolean;
}

/** By its primary key. @returns undefined for one that is not known, or that was accepted too long ago. @throws LedgerUnavailable */
export async function findTransaction(
  database: Queryable,
  id: string,
  acceptedFrom: Date,
): Promise<KeptTransaction | undefined> {
  const { rows } = await database.query<{ shown: ShownTransaction; seq: number }>(
    'select shown, seq from transactions where id = $1 and created_at >= $2',
    [id, acceptedFrom.toISOString()],
  );
  const [row] = rows;
  return row && { shown: row.shown, hasEnded: isOfEndedRun(row.seq) };
}
