import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../src/dev/postgres/server.js';
import { findFreePorts } from '../../../src/dev/processes/ports.js';
import { migrate } from '../../../src/ledger/database/migrate.js';

/** Nothing here outlives the machine, and a standby needs as many connections as its primary. */
export const TEST_SETTINGS = ['fsync=off', 'max_connections=60'];

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
      print: (line) => lines.push(line),
      settings: TEST_SETTINGS,
    });
  let server = await start();
  return {
    url: server.url,
    port,
    dataDir,
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
    /** `kill -9`, and it does not come back. */
    die: async () => {
      if (server.pid !== undefined) process.kill(server.pid, 'SIGKILL');
      await server.stop();
    },
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

/** The same database behind another port. */
export function atPort(url: string, port: number): string {
  const address = new URL(url);
  address.port = String(port);
  return address.href;
}
