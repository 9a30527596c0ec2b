import { deriveMoneyMoved, statuses } from '../../domain/status.js';
import type { Queryable } from '../database/ledger-database.js';
import type { Observation } from '../rows/write-rows.js';

/** What a payment with one of these is not known to have moved. */
const OPEN = statuses.filter((status) => deriveMoneyMoved(status, 'sale') === 'unknown');

/**
 * What no worker has confirmed may have come farther than its row, which may even say that no money moved: it does not replace what a
 * worker said before. One that is past its budget needs a person, and holds nobody up where its row claims nothing either.
 *
 * @param observed what was read, and has been written.
 * @returns the ids of those that must be read again before anybody claims that the ledger is complete. @throws LedgerUnavailable
 */
export async function listUnconfirmed(
  database: Queryable,
  observed: readonly Observation[],
): Promise<readonly string[]> {
  const unconfirmed = observed.filter(({ isAsWritten }) => isAsWritten === true);
  const overdue = unconfirmed.filter(({ shown }) => shown.snapshot.status === 'needs_attention').map(readId);
  const harmless = new Set(await selectOpen(database, overdue));
  return unconfirmed.map(readId).filter((id) => !harmless.has(id));
}

async function selectOpen(database: Queryable, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { rows } = await database.query<{ id: string }>(
    `select id from transactions where id = any($1) and (money_moved = 'unknown' or status = any($2))`,
    [ids, OPEN],
  );
  return rows.map(({ id }) => id);
}

function readId({ shown }: Observation): string {
  return shown.snapshot.accepted.transactionId;
}
