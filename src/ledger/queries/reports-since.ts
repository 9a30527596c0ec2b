import { proposingTypes } from '../../domain/report-lines.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import type { Queryable } from '../database/ledger-database.js';

/** Which reports are wanted. */
export interface ReportsWanted {
  readonly merchant: string;
  readonly terminalId: string;
  readonly sinceMs: number;
  readonly limit: number;
}

/** The reports in which a terminal listed sales, the first one after a moment first. @throws LedgerUnavailable */
export async function listReportsSince(
  database: Queryable,
  { merchant, terminalId, sinceMs, limit }: ReportsWanted,
): Promise<readonly Snapshot[]> {
  const { rows } = await database.query<{ shown: ShownTransaction }>(
    `select shown from transactions
     where merchant = $1 and terminal_id = $2 and created_at > $3 and type = any($4) and status = 'completed'
     order by created_at, id limit $5`,
    [merchant, terminalId, new Date(sinceMs).toISOString(), [...proposingTypes], limit],
  );
  return rows.map(({ shown }) => shown.snapshot);
}
