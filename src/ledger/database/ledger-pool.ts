import { createRequire } from 'node:module';
import type pg from 'pg';

/** Where the tables are. */
export const LEDGER_SCHEMA = 'ledger';

/** How the ledger is reached. */
export interface LedgerOptions {
  /** Undefined: there is no ledger, and every statement is refused. */
  readonly url: string | undefined;
  /** What Postgres shows of the connections. */
  readonly name: string;
  readonly maxConnections?: number;
  /** Idle connections stay open: opening one would use up the time of a question that is asked briefly. */
  readonly keepsConnections?: boolean;
  readonly schema?: string;
  /** How long one statement may take. */
  readonly statementTimeoutMs?: number;
}

const CONNECT_MS = 1_000;

const IDLE_MS = 30_000;

/** An idle connection to a server that is gone is found out, and a firewall does not forget it. */
const KEEP_ALIVE_AFTER_MS = 10_000;

const STATEMENT_MS = 5_000;

const INT8 = 20;

/** Money and counts are whole numbers that JavaScript holds exactly: LARGEST_AMOUNT times a billion rows would not be. */
function parseWholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error('a whole number of the ledger is too large to be exact');
  return value;
}

/** Loaded where there is a ledger: a process without one starts sooner. */
function loadPostgres(): typeof pg {
  return createRequire(import.meta.url)('pg') as typeof pg;
}

/** Connections that time out, and that outlive a failover of the server. */
export function createPool(options: LedgerOptions, url: string): pg.Pool {
  const { name, maxConnections = 8, schema = LEDGER_SCHEMA, statementTimeoutMs = STATEMENT_MS } = options;
  const { Pool, types } = loadPostgres();
  const pool = new Pool({
    connectionString: url,
    application_name: name,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_MS,
    // For 0 the driver never closes one.
    idleTimeoutMillis: options.keepsConnections === true ? 0 : IDLE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    allowExitOnIdle: true,
    statement_timeout: statementTimeoutMs,
    // The server may be frozen, and then its own limit is, too.
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + 1_000,
    idle_in_transaction_session_timeout: 60_000,
    options: `-c search_path=${schema} -c timezone=UTC`,
    types: {
      getTypeParser: (oid, format) =>
        Number(oid) === INT8 && format !== 'binary' ? parseWholeNumber : types.getTypeParser(oid, format),
    } as pg.CustomTypesConfig,
  });
  // Without a listener a database that fails over would end the process: the next statement meets the failure.
  pool.on('error', () => undefined);
  return pool;
}
