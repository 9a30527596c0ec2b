import { describeAttempts } from '../../domain/attempt-summaries.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Queryable } from '../database/ledger-database.js';

const types = {
  transaction_id: 'text',
  n: 'integer',
  custom_id: 'text',
  status: 'text',
  reason: 'text',
  id_pos_txs: 'text',
  started_at: 'timestamptz',
  ended_at: 'timestamptz',
} as const;

type Column = keyof typeof types;

const columns = Object.keys(types) as readonly Column[];

const INSERT = `insert into attempts (${columns.join(', ')})
select * from unnest(${columns.map((name, at) => `$${at + 1}::${types[name]}[]`).join(', ')})`;

/** Pure: the same transaction gives the same rows. */
export function toAttemptRows(snapshot: Snapshot): readonly Readonly<Record<Column, unknown>>[] {
  return describeAttempts(snapshot).map((attempt) => ({
    transaction_id: snapshot.accepted.transactionId,
    n: attempt.n,
    custom_id: attempt.customId,
    status: attempt.status,
    reason: attempt.reason ?? null,
    id_pos_txs: attempt.idPosTxs ?? null,
    started_at: attempt.startedAt,
    ended_at: attempt.endedAt ?? null,
  }));
}

/** Replaces the attempts of transactions, in the transaction that replaced their rows. */
export async function replaceAttempts(database: Queryable, snapshots: readonly Snapshot[]): Promise<void> {
  if (snapshots.length === 0) return;
  const ids = snapshots.map(({ accepted }) => accepted.transactionId);
  const rows = snapshots.flatMap(toAttemptRows);
  await database.query('delete from attempts where transaction_id = any($1)', [ids]);
  await database.query(
    INSERT,
    columns.map((name) => rows.map((row) => row[name])),
  );
}
