import { startEmbeddedPostgres } from '../../src/dev/postgres/server.js';
import { findFreePorts } from '../../src/dev/processes/ports.js';
import { startRelay } from '../../test/ledger/support/relay.js';
import { startStandby } from '../../test/ledger/support/standby.js';
import type { Standby } from '../../test/ledger/support/standby.js';

/** What runs behind `DATABASE_URL`. */
export interface Servers {
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** The primary dies, and a standby takes its place and its address. */
  failOver(): Promise<void>;
  readonly failovers: number;
  close(): Promise<void>;
}

const SETTINGS = ['max_connections=60'];

/** One server. */
export async function startPostgres(dataDir: string): Promise<Servers> {
  const [port = 0] = await findFreePorts(1);
  const start = () => startEmbeddedPostgres({ dataDir, port, print: () => undefined, settings: SETTINGS });
  let server = await start();
  return {
    url: server.url,
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
    start: async () => void (server = await start()),
    failOver: () => Promise.reject(new Error('there is no other server')),
    failovers: 0,
    close: () => server.stop(),
  };
}

/** A server behind an address that moves; each failover copies the server first, so that there is a standby. */
export async function startReplicated(dataDir: string): Promise<Servers> {
  const first = await startPostgres(dataDir);
  const relay = await startRelay(Number(new URL(first.url).port));
  const url = new URL(first.url);
  url.port = String(relay.port);
  let failovers = 0;
  let primary: Pick<Standby, 'url' | 'dataDir' | 'port' | 'close'> & { readonly pid: number | undefined } = {
    url: first.url,
    dataDir,
    port: Number(new URL(first.url).port),
    pid: first.pid,
    close: () => first.close(),
  };
  return {
    url: url.href,
    get pid() {
      return primary.pid;
    },
    stop: () => first.stop(),
    start: () => first.start(),
    failOver: async () => {
      const standby = await startStandby(primary, primary.port, SETTINGS);
      const dead = primary;
      if (dead.pid !== undefined) process.kill(dead.pid, 'SIGKILL');
      relay.leadTo(standby.port);
      await dead.close();
      relay.cut();
      await standby.promote();
      primary = standby;
      failovers += 1;
    },
    get failovers() {
      return failovers;
    },
    close: async () => {
      await primary.close();
      await relay.close();
    },
  };
}
