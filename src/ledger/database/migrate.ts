import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PoolClient } from 'pg';
import { LedgerDatabase } from './ledger-database.js';
import { LEDGER_SCHEMA } from './ledger-pool.js';

/** One numbered step of the schema. It is never changed once it was released. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const FILE = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** The steps in their order, from `migrations/*.sql`. */
export function readMigrations(): readonly Migration[] {
  const folder = fileURLToPath(new URL('migrations/', import.meta.url));
  const steps = readdirSync(folder).flatMap((file) => {
    const [, number, name] = FILE.exec(file) ?? [];
    if (number === undefined || name === undefined) return [];
    const sql = readFileSync(`${folder}${file}`, 'utf8');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    return [{ number: Number(number), name, sql, sha256 }];
  });
  return steps.toSorted((one, other) => one.number - other.number);
}

/** Any number, the same in every process that migrates. */
const LOCK = 7_364_202_611;

/**
 * Brings the schema up to date. Several processes may do so at once: they wait for each other under one advisory lock.
 *
 * @returns the names of the steps that were taken.
 * @throws Error naming a step that was changed after it was taken, or a schema of a later release; LedgerUnavailable
 */
export async function migrate(url: string, schema = LEDGER_SCHEMA): Promise<readonly string[]> {
  // A step may take long, and so may the wait for another process.
  const database = new LedgerDatabase({
    url,
    name: 'migrate',
    maxConnections: 1,
    schema,
    statementTimeoutMs: 0,
  });
  try {
    return await database.withClient(async (client) => {
      await client.query('select pg_advisory_lock($1)', [LOCK]);
      return applySteps(client, schema);
    });
  } finally {
    await database.close();
  }
}

async function applySteps(client: PoolClient, schema: string): Promise<readonly string[]> {
  await client.query(`create schema if not exists ${schema}`);
  await client.query(
    'create table if not exists schema_migrations (number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())',
  );
  const steps = findPendingSteps(readMigrations(), await readApplied(client));
  for (const { number, name, sql, sha256 } of steps) {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into schema_migrations (number, name, sha256) values ($1, $2, $3)', [
      number,
      name,
      sha256,
    ]);
    await client.query('commit');
  }
  return steps.map(({ number, name }) => `${String(number).padStart(4, '0')}-${name}`);
}

/** A step that was applied to a database. */
export type AppliedMigration = Pick<Migration, 'number' | 'name' | 'sha256'>;

async function readApplied(client: PoolClient): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select number, name, sha256 from schema_migrations order by number',
  );
  return rows;
}

/** @throws Error where what was applied is not what is here. */
export function findPendingSteps(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  for (const { number, name, sha256 } of applied) {
    const step = known.find((one) => one.number === number);
    if (step === undefined)
      throw new Error(`The ledger has taken step ${number} (${name}) of a later release: run that release.`);
    if (step.sha256 !== sha256)
      throw new Error(
        `Step ${number} (${name}) of the ledger was changed after it had been taken: restore its file.`,
      );
  }
  return known.filter(({ number }) => !applied.some((one) => one.number === number));
}

/** @returns whether nothing is left to do. @throws as {@link migrate} */
export async function isMigrated(url: string, schema = LEDGER_SCHEMA): Promise<boolean> {
  const database = new LedgerDatabase({ url, name: 'migrate', maxConnections: 1, schema });
  try {
    const { rows } = await database.query<{ found: string | null }>('select to_regclass($1) as found', [
      `${schema}.schema_migrations`,
    ]);
    if (rows[0]?.found == null) return false;
    const pending = await database.withClient(async (client) =>
      findPendingSteps(readMigrations(), await readApplied(client)),
    );
    return pending.length === 0;
  } finally {
    await database.close();
  }
}
