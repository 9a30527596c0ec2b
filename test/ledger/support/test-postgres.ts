import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../src/dev/postgres/server.js';
import { findFreePorts } from '../../../src/dev/processes/ports.js';
import { migrate } from '../../../src/ledger/database/migrate.js';

export type TestPostgres = Awaited<ReturnType<typeof startTestPostgres>>;

/** A real Postgres for one spec file. */
export async function startTestPostgres() {
  const dataDir = mkdtempSync(join(tmpdir(), 'test-ledger-'));
  const [port = 0] = await findFreePorts(1);
  const lines: string[] = [];
  const start = () =>
    startEmbeddedPostgres({
      dataDir,
      port,
      say: (line) => lines.push(line),
      settings: ['fsync=off', 'max_connections=60'],
    });
  let server = await start();
  return {
    url: server.url,
    port,
    lines,
    get pid() {
      return server.pid;
    },
    /** An empty database with the tables of the ledger. @returns its address. */
    createLedger: async () => {
      const name = `ledger_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
      await queryOnce(server.url, `create database ${name}`);
      const url = server.url.replace(/\/ledger$/, `/${name}`);
      await migrate(url);
      return url;
    },
    stop: () => server.stop(),
    start: async () => void (server = await start()),
    close: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** One statement on a connection of its own. */
export async function queryOnce<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
