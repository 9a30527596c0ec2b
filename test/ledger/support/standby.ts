import { execFile } from 'node:child_process';
import { appendFileSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../src/dev/postgres/server.js';
import { findFreePorts } from '../../../src/dev/processes/ports.js';

const run = promisify(execFile);

export type Standby = Awaited<ReturnType<typeof startStandby>>;

/** A running server, and where its data are. */
export interface Primary {
  readonly url: string;
  readonly dataDir: string;
}

/**
 * A second server that follows the first one by streaming replication, and can take its place.
 *
 * @param replicationPort where it reads the first one: its own port, or that of a relay.
 */
export async function startStandby(primary: Primary, replicationPort: number, settings: readonly string[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'test-standby-'));
  await copyData(primary, join(dataDir, 'postgres'), replicationPort);
  const [port = 0] = await findFreePorts(1);
  const server = await startEmbeddedPostgres({ dataDir, port, print: () => undefined, settings });
  return {
    url: server.url,
    port,
    dataDir,
    get pid() {
      return server.pid;
    },
    promote: () => askOnce(server.url, 'select pg_promote()'),
    close: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** As `pg_basebackup` does, which the embedded Postgres comes without. */
async function copyData({ url, dataDir }: Primary, folder: string, replicationPort: number): Promise<void> {
  const { hostname, username, password } = new URL(url);
  const label = await duringBackup(url, () => run('cp', ['-a', join(dataDir, 'postgres'), folder]));
  for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(join(folder, name), { force: true });
  const { uid, gid } = statSync(folder);
  for (const [name, text] of Object.entries({ backup_label: label, 'standby.signal': '' })) {
    writeFileSync(join(folder, name), text);
    // Postgres, which may run as another account, writes to both.
    chownSync(join(folder, name), uid, gid);
  }
  const source = `host=${hostname} port=${replicationPort} user=${username} password=${password}`;
  appendFileSync(join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
}

/** @returns what the copy has to begin with. */
async function duringBackup(url: string, copy: () => Promise<unknown>): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('standby', true)`);
    await copy();
    const { rows } = await client.query<{ label: string }>(
      'select labelfile as label from pg_backup_stop(false)',
    );
    return rows[0]?.label ?? '';
  } finally {
    await client.end();
  }
}

async function askOnce(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}
