import { LedgerDatabase } from './database/ledger-database.js';
import { LEDGER_SCHEMA } from './database/ledger-pool.js';
import type { Queryable } from './database/ledger-database.js';
import { migrate } from './database/migrate.js';
import { composeProjector } from './compose.js';
import { buildDigest, chainSettled } from './rows/audit-chain.js';
import { keepEarlierUses } from './rows/earlier-uses.js';
import { AS_WRITTEN } from './rows/transaction-row.js';
import type { ComposedProjector, ProjectorOptions } from './compose.js';
import { projectRunning } from './projector/running.js';
import { Tail } from './projector/tail.js';

/** What a rebuild reads Temporal with, into the tables of a schema. */
type OpenParts = (schema: string) => Pick<ComposedProjector, 'parts' | 'close'>;

/** What a rebuild came to. */
export interface RebuildReport {
  /** Read again from Temporal. */
  readonly rebuilt: number;
  /** Of these, rows that were not as they should have been, and are now. */
  readonly corrected: number;
  /** Of these, rows that were missing, and are not now. */
  readonly added: number;
  /** Rows that Temporal has forgotten, or for which no worker answered now and one did before: they are kept as they were. */
  readonly kept: number;
}

/** Beside the tables in use, which are read and written meanwhile. */
const SHADOW = 'ledger_rebuild';

/**
 * Reads everything again from Temporal into new tables, and puts them in the place of the old ones in one transaction. What
 * Temporal has forgotten is in the ledger alone, so it is carried over.
 */
export function rebuildLedger(options: Omit<ProjectorOptions, 'schema'>): Promise<RebuildReport> {
  return rebuildFrom(options.url, (schema) => composeProjector({ ...options, schema }));
}

/** As {@link rebuildLedger}, from whatever the parts read. */
export async function rebuildFrom(url: string, open: OpenParts): Promise<RebuildReport> {
  const database = new LedgerDatabase({ url, name: 'rebuild', maxConnections: 1, statementTimeoutMs: 0 });
  try {
    await database.query(`drop schema if exists ${SHADOW} cascade`);
    await migrate(url, SHADOW);
    await readAll(open(SHADOW));
    return await database.inTransaction(async (transaction) => {
      const report = await replaceRows(transaction);
      await chainSettled(transaction, await listIds(transaction));
      return report;
    });
  } finally {
    await database.close();
  }
}

async function readAll({ parts, close }: ReturnType<OpenParts>): Promise<void> {
  try {
    const tail = new Tail(parts);
    // What ends while the running ones are read is found by the window after that.
    while (!(await tail.step()));
    await projectRunning(parts, undefined);
    await tail.step();
  } finally {
    await close();
  }
}

/** A row that was corrected is settled anew: its chain says so. */
async function listIds(transaction: Queryable): Promise<readonly string[]> {
  const { rows } = await transaction.query<{ id: string }>('select id from transactions');
  return rows.map(({ id }) => id);
}

async function replaceRows(client: Queryable): Promise<RebuildReport> {
  await client.query(`lock table ${LEDGER_SCHEMA}.transactions in exclusive mode`);
  await keepEarlierUses(client, FIRST_USES);
  // What was written last never replaces what a worker said.
  await client.query(
    `delete from ${SHADOW}.transactions as fresh using ${LEDGER_SCHEMA}.transactions as old
     where old.id = fresh.id and fresh.seq = ${AS_WRITTEN} and old.seq <> ${AS_WRITTEN}`,
  );
  const report = await countRows(client);
  // What was read again since is newer than the rebuilt row.
  await client.query(
    `delete from ${LEDGER_SCHEMA}.transactions as old using ${SHADOW}.transactions as fresh
     where fresh.id = old.id and old.observed_at <= fresh.observed_at`,
  );
  await client.query(
    `insert into ${LEDGER_SCHEMA}.transactions select * from ${SHADOW}.transactions on conflict (id) do nothing`,
  );
  await client.query(
    `insert into ${LEDGER_SCHEMA}.closed_runs select * from ${SHADOW}.closed_runs on conflict (run_id) do nothing`,
  );
  await replaceAttempts(client);
  await replaceLeases(client);
  await client.query(`drop schema ${SHADOW} cascade`);
  return report;
}

/** Not from `shown`: Postgres reads no JSON in which a caller sent a NUL. */
const FIRST_USES = `select transaction_id as id, min(started_at) as first_accepted_at from ${SHADOW}.attempts group by transaction_id`;

async function countRows(client: Queryable): Promise<RebuildReport> {
  const { rows } = await client.query<RebuildReport & Record<string, unknown>>(
    `select count(fresh.id) as rebuilt,
       count(*) filter (where fresh.id is not null and old.id is null) as added,
       count(*) filter (where fresh.id is null) as kept,
       count(*) filter (where ${buildDigest('fresh')} <> ${buildDigest('old')} and old.observed_at <= fresh.observed_at) as corrected
     from ${SHADOW}.transactions as fresh full join ${LEDGER_SCHEMA}.transactions as old using (id)`,
  );
  const [report] = rows;
  if (report === undefined) throw new Error('the rebuilt rows could not be counted');
  return report;
}

/** Those of the rows that are now the rebuilt ones. */
async function replaceAttempts(client: Queryable): Promise<void> {
  await client.query(
    `create temporary table rebuilt on commit drop as
     select id from ${LEDGER_SCHEMA}.transactions as now join ${SHADOW}.transactions as fresh using (id)
     where now.observed_at = fresh.observed_at and now.seq = fresh.seq`,
  );
  await client.query(
    `delete from ${LEDGER_SCHEMA}.attempts where transaction_id in (select id from rebuilt)`,
  );
  await client.query(
    `insert into ${LEDGER_SCHEMA}.attempts select * from ${SHADOW}.attempts
     where transaction_id in (select id from rebuilt)`,
  );
}

async function replaceLeases(client: Queryable): Promise<void> {
  await client.query(
    `delete from ${LEDGER_SCHEMA}.leases where run_id in (select run_id from ${SHADOW}.leases)`,
  );
  await client.query(
    `insert into ${LEDGER_SCHEMA}.leases select * from ${SHADOW}.leases on conflict do nothing`,
  );
}
