import type { ShownTransaction } from '../../rendering/render-transaction.js';
import type { Queryable } from '../database/ledger-database.js';
import { replaceAttempts } from './attempt-rows.js';
import { keepEarlierUses } from './earlier-uses.js';
import { AS_WRITTEN, ENDED, computeSeq, toTransactionRow } from './transaction-row.js';
import type { TransactionRow } from './transaction-row.js';

/** A transaction as it was read at one moment. */
export interface Observation {
  readonly shown: ShownTransaction;
  /** Whether its run has ended. */
  readonly hasEnded: boolean;
  /** No worker said so: it fills an empty place, and never replaces what one said. */
  readonly isAsWritten?: boolean;
  /** The run that Temporal's index named; undefined where it was read by id alone. */
  readonly runId?: string | undefined;
  /** The status that Temporal's index had. */
  readonly indexedStatus?: string | undefined;
  /** ISO 8601, by the clock of the database, taken before the reading began. */
  readonly observedAt: string;
}

type Column = keyof TransactionRow | 'run_id' | 'seq' | 'indexed_status' | 'observed_at';

const types: Readonly<Record<Column, string>> = {
  id: 'text',
  merchant: 'text',
  terminal_id: 'text',
  branch: 'text',
  country: 'text',
  device: 'text',
  type: 'text',
  status: 'text',
  money_moved: 'text',
  is_undone: 'boolean',
  reference: 'text',
  id_pos_txs: 'text',
  authorization_code: 'text',
  operation_id: 'bigint',
  amount_minor: 'bigint',
  currency: 'text',
  returned_minor: 'bigint',
  net_minor: 'bigint',
  undoes: 'text',
  card_brand: 'text',
  card_last4: 'text',
  attempt: 'integer',
  created_at: 'timestamptz',
  final_at: 'timestamptz',
  shown: 'text',
  run_id: 'text',
  seq: 'bigint',
  indexed_status: 'text',
  observed_at: 'timestamptz',
};

const columns = Object.keys(types) as readonly Column[];

/** A reading takes less, but for a batch that is held up: one that began so much after another one tells how it stood after it. The next reading mends the rest. */
const SURELY_LATER = `interval '30 seconds'`;

/**
 * Of one run the version that has come farther wins, and of equal ones what was read later: an undo may have come since. So it does of
 * two that were read after the end: a search for the outcome that was begun anew may have come less far. And a worker may have told of a
 * state that Temporal never took: what it tells long after wins, however far it has come.
 */
const IS_NEWER = `case when excluded.run_id is distinct from kept.run_id and excluded.run_id is not null and kept.run_id is not null
  or least(excluded.seq, kept.seq) >= ${ENDED}
  then excluded.observed_at >= kept.observed_at
  when least(excluded.seq, kept.seq) > ${AS_WRITTEN} and greatest(excluded.seq, kept.seq) < ${ENDED}
  and excluded.observed_at not between kept.observed_at - ${SURELY_LATER} and kept.observed_at + ${SURELY_LATER}
  then excluded.observed_at > kept.observed_at
  else excluded.seq > kept.seq or (excluded.seq = kept.seq and excluded.observed_at >= kept.observed_at) end`;

const kept = new Set<Column>(['id', 'run_id', 'indexed_status']);

const UPSERT = `insert into transactions as kept (${columns.join(', ')})
select ${columns.map((name) => (name === 'shown' ? 'shown::json' : name)).join(', ')}
from unnest(${columns.map((name, at) => `$${at + 1}::${types[name]}[]`).join(', ')}) as given (${columns.join(', ')})
on conflict (id) do update set ${columns
  .filter((name) => !kept.has(name))
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')},
  run_id = coalesce(excluded.run_id, kept.run_id),
  indexed_status = coalesce(excluded.indexed_status, kept.indexed_status)
where ${IS_NEWER}
returning id`;

/**
 * Writes what was read, with its attempts, in any order and by any number of writers: an older version never replaces a newer one. In one
 * transaction, so that a row and its attempts are of the same version.
 *
 * @returns the ids of the rows that it changed. @throws LedgerUnavailable
 */
export async function writeTransactions(
  database: Queryable,
  observations: readonly Observation[],
): Promise<readonly string[]> {
  // One statement cannot touch a row twice; sorted, so that two writers never wait for each other in a circle.
  const offered = [...new Map(observations.map((one) => [readId(one), one])).values()].toSorted(
    (one, other) => (readId(one) < readId(other) ? -1 : 1),
  );
  if (offered.length === 0) return [];
  const earlier = await keepEarlierUses(database, GIVEN, [
    offered.map(readId),
    offered.map(readFirstAccepted),
  ]);
  const rows = offered.map(toValues);
  const { rows: taken } = await database.query<{ id: string }>(
    UPSERT,
    columns.map((name) => rows.map((row) => row[name])),
  );
  const ids = new Set(taken.map(({ id }) => id));
  await replaceAttempts(
    database,
    offered.flatMap((one) => (ids.has(readId(one)) ? [one.shown.snapshot] : [])),
  );
  return [...ids, ...earlier];
}

const GIVEN = 'select * from unnest($1::text[], $2::timestamptz[]) as given (id, first_accepted_at)';

function readFirstAccepted({ shown: { snapshot } }: Observation): string {
  return snapshot.states[0]?.at ?? snapshot.accepted.createdAt;
}

/** Postgres keeps no NUL in a text. In JSON it is an escape, and stays. */
function withoutNul(row: TransactionRow): TransactionRow {
  const clean = Object.entries(row).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? value.replaceAll('\0', '') : value,
  ]);
  return Object.fromEntries(clean) as TransactionRow;
}

function readId({ shown }: Observation): string {
  return shown.snapshot.accepted.transactionId;
}

function toValues(one: Observation): Readonly<Record<Column, unknown>> {
  return {
    ...withoutNul(toTransactionRow(one.shown)),
    run_id: one.runId ?? null,
    seq: one.isAsWritten === true ? AS_WRITTEN : computeSeq(one.shown.snapshot, one.hasEnded),
    indexed_status: one.indexedStatus ?? null,
    observed_at: one.observedAt,
  };
}
