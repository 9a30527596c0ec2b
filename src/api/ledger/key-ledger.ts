import { LedgerDatabase } from '../../ledger/database/ledger-database.js';

/** Each question is one look-up by primary key. */
const CONNECTIONS = 2;

/**
 * The ledger as old keys ask it. It has connections of its own, and finds out for itself whether Postgres is there: a key that the
 * ledger does not know starts a payment, so neither slow lists nor exports, nor a connection that has to be opened first, may make it
 * look away.
 */
export class KeyLedger extends LedgerDatabase {
  constructor(url: string | undefined) {
    super({ url, name: 'api keys', maxConnections: CONNECTIONS, keepsConnections: true });
  }

  /** Opens a connection before the first key asks. Never fails: where Postgres is away, the ledger is marked so before a key waits for it. */
  async connect(): Promise<void> {
    await this.query('select').catch(() => undefined);
  }
}
