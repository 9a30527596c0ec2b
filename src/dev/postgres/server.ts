import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { buildEmbeddedDatabaseUrl } from '../../config/derived.js';
import { describeExit, startChild } from '../processes/child.js';
import type { Child } from '../processes/child.js';
import { acceptsConnections } from '../processes/ports.js';
import { prepareCluster } from './cluster.js';
import type { Cluster } from './cluster.js';

/** An embedded Postgres that is started again when it dies. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** Of the running server; undefined while it is down, and for one that another process of ours runs. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** How it is to run. */
export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly print: (line: string) => void;
  /** Further settings of the server, as `name=value`. */
  readonly settings?: readonly string[];
}

const RESTART_PAUSE_MS = 500;
const START_MS = 60_000;

/**
 * Starts Postgres on 127.0.0.1, or uses the one of another process of ours that listens on the port already, until that one
 * ends.
 *
 * @throws Error with one sentence that says what is wrong.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, port, print } = options;
  const url = buildEmbeddedDatabaseUrl(port);
  if (await acceptsConnections(port)) print(`something listens on port ${port} already: it is used`);
  const state: { child?: Child | undefined; isStopping: boolean } = { isStopping: false };
  const start = async (): Promise<void> => {
    const cluster = await prepareCluster(dataDir, print);
    const child = await startServer(cluster, options);
    await waitUntilReady(child, url);
    state.child = child;
  };
  if (!(await acceptsConnections(port))) await start();
  const supervised = supervise({ state, port, start, print });
  return {
    url,
    get pid() {
      return state.child?.pid;
    },
    stop: async () => {
      state.isStopping = true;
      await state.child?.stop();
      await supervised;
      // It may have been started again a moment ago.
      await state.child?.stop();
    },
  };
}

interface Supervision {
  readonly state: { child?: Child | undefined; readonly isStopping: boolean };
  readonly port: number;
  readonly start: () => Promise<void>;
  readonly print: (line: string) => void;
}

async function supervise({ state, port, start, print }: Supervision): Promise<void> {
  while (!state.isStopping) {
    if (state.child) {
      const exit = await state.child.exited;
      state.child = undefined;
      if (exit.wasRequested) return;
      print(`Postgres ${describeExit(exit)}; it is started again`);
    }
    await pause(RESTART_PAUSE_MS);
    if (state.isStopping || (await acceptsConnections(port))) continue;
    await start().catch((error: unknown) => print(error instanceof Error ? error.message : String(error)));
  }
}

function startServer(
  { programs, folder, account }: Cluster,
  options: EmbeddedPostgresOptions,
): Promise<Child> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(options.settings ?? [])];
  return startChild({
    name: 'Postgres',
    command: `${programs}/bin/postgres`,
    args: ['-D', folder, '-p', String(options.port), ...settings.flatMap((one) => ['-c', one])],
    account,
    // SIGTERM would wait until the last client has gone.
    stopSignal: 'SIGINT',
  });
}

/** @throws Error with the last words of a server that ends before, or is not ready within a minute. */
async function waitUntilReady(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  let ended = false;
  void child.exited.then(() => (ended = true));
  while (!ended && Date.now() < deadline) {
    if (await createDatabase(url)) return;
    await pause(50);
  }
  await child.stop();
  throw new Error(`Postgres did not start: ${child.lastLines(3).join(' · ')}`);
}

/** @returns whether the server answers; then the database of the ledger is there. */
async function createDatabase(url: string): Promise<boolean> {
  const address = new URL(url);
  const name = address.pathname.slice(1);
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
