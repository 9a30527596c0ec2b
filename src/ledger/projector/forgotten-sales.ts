import { withUndoNews } from '../../domain/forgotten-sale.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import type { LedgerDatabase, Queryable } from '../database/ledger-database.js';
import { chainSettled } from '../rows/audit-chain.js';
import { isOfEndedRun } from '../rows/transaction-row.js';
import { writeTransactions } from '../rows/write-rows.js';
import type { Observation } from '../rows/write-rows.js';

/**
 * Writes what undos say of sales that Temporal has forgotten. Only a row that was read after the end of its run says all the rest of the
 * sale. Locked, so that two writers do not each leave out what the other has seen.
 *
 * @param sales the ids of the sales that Temporal does not have. @returns how many rows it changed. @throws LedgerUnavailable
 */
export async function updateForgottenSales(
  database: LedgerDatabase,
  sales: ReadonlySet<string>,
  undos: readonly Observation[],
): Promise<number> {
  const news = undos.filter(
    ({ isAsWritten, shown }) => isAsWritten !== true && sales.has(findSale(shown) ?? ''),
  );
  if (news.length === 0) return 0;
  return database.inTransaction(async (transaction) => {
    const kept = await lockRows(transaction, [...sales]);
    const observedAt = await readClock(transaction);
    const changed = kept.flatMap((before) => {
      const after = news.reduce((shown, { shown: undo }) => applyNews(shown, undo), before);
      return after === before ? [] : [{ shown: after, hasEnded: true, observedAt }];
    });
    const ids = await writeTransactions(transaction, changed);
    await chainSettled(transaction, ids);
    return ids.length;
  });
}

function findSale({ snapshot }: ShownTransaction): string | undefined {
  return snapshot.accepted.undoes?.transactionId;
}

function applyNews(sale: ShownTransaction, undo: ShownTransaction): ShownTransaction {
  if (findSale(undo) !== sale.snapshot.accepted.transactionId) return sale;
  const news = { snapshot: undo.snapshot, late: undo.late?.moneyMoved };
  return withUndoNews(sale, news) ?? sale;
}

async function lockRows(
  transaction: Queryable,
  ids: readonly string[],
): Promise<readonly ShownTransaction[]> {
  const { rows } = await transaction.query<{ shown: ShownTransaction; seq: number }>(
    'select shown, seq from transactions where id = any($1) order by id for update',
    [ids],
  );
  return rows.flatMap(({ shown, seq }) => (isOfEndedRun(seq) ? [shown] : []));
}

async function readClock(transaction: Queryable): Promise<string> {
  const { rows } = await transaction.query<{ now: Date }>('select clock_timestamp() as now');
  return (rows[0]?.now ?? new Date()).toISOString();
}
