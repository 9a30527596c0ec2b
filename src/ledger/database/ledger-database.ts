import type pg from 'pg';
import { LedgerUnavailable, isUnavailable, isStatementUnavailable } from './ledger-unavailable.js';
import type { LedgerOptions } from './ledger-pool.js';
import { createPool } from './ledger-pool.js';

/** Runs statements: the pool, or one transaction. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<Row>>;
}

/** Statements that all see the same moment. */
export interface LedgerSnapshot extends Queryable {
  close(): void;
}

const PROBE_EVERY_MS = 500;

/** How long a request for which the ledger is not needed waits for its answer. */
export const BRIEF_ANSWER_MS = 150;

/**
 * The ledger's PostgreSQL. It is off the path of money: whoever asks is told at once that it is away, and while it is away
 * one probe in the background, and no request, finds out when it is back.
 */
export class LedgerDatabase implements Queryable {
  private pool: pg.Pool | undefined;
  private readonly retired = new Set<Promise<void>>();
  private probe: NodeJS.Timeout | undefined;
  private reason: unknown;
  private isClosed = false;

  constructor(private readonly options: LedgerOptions) {
    this.pool = options.url === undefined ? undefined : createPool(options, options.url);
    if (this.pool === undefined) this.reason = new Error('DATABASE_URL is not set');
  }

  /** Whether the last that is known is that it answers. */
  get isUp(): boolean {
    return this.reason === undefined;
  }

  /** @throws LedgerUnavailable; Error for a fault of the statement. */
  query<Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<pg.QueryResult<Row>> {
    return this.guard(async (pool) => pool.query<Row>(text, [...values]));
  }

  /** Runs statements on one connection. A connection that failed is thrown away. @throws as {@link query} */
  withClient<Result>(act: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    return this.guard(async (pool) => {
      const client = await pool.connect();
      let failure: Error | undefined;
      const note = (error: Error) => (failure = error);
      client.on('error', note);
      try {
        return await act(client);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.off('error', note);
        client.release(failure);
      }
    });
  }

  /** Runs statements in one transaction. @throws as {@link query} */
  inTransaction<Result>(act: (client: Queryable) => Promise<Result>): Promise<Result> {
    return this.withClient(async (client) => {
      await client.query('begin');
      const result = await act(client as Queryable);
      await client.query('commit');
      return result;
    });
  }

  /**
   * One moment of the ledger, to be read page by page; the caller closes it.
   *
   * @throws as {@link query}
   */
  async openSnapshot(): Promise<LedgerSnapshot> {
    const client = await this.guard((pool) => pool.connect());
    const note = () => undefined;
    client.on('error', note);
    // What breaks here may be due to the slow reader of this snapshot: it says nothing of the next statement.
    const query: Queryable['query'] = (text, values = []) =>
      client.query(text, [...values]).catch((error: unknown) => {
        throw isUnavailable(error) ? new LedgerUnavailable(error) : error;
      });
    const close = () => {
      client.off('error', note);
      // A transaction is open on it.
      client.release(true);
    };
    try {
      await query('begin isolation level repeatable read read only');
      return { query, close };
    } catch (error) {
      close();
      throw error;
    }
  }

  /**
   * For a caller that can do without. After one that gave up waiting the next ones are told at once, until the probe is answered.
   *
   * @returns LedgerUnavailable, and does not throw it, where the ledger is away or too slow.
   */
  async askBriefly<Result>(limitMs: number, ask: () => Promise<Result>): Promise<Result | LedgerUnavailable> {
    const { pool } = this;
    let timer: NodeJS.Timeout | undefined;
    let isLate = false;
    const late = new Promise<LedgerUnavailable>((resolve) => {
      const giveUp = () => {
        isLate = true;
        resolve(new LedgerUnavailable('it does not answer in time'));
      };
      // After a pause of this process the answer may be there already: it is read first.
      timer = setTimeout(() => setImmediate(giveUp), limitMs);
    });
    const asked = ask().catch((error: unknown) => {
      if (error instanceof LedgerUnavailable) return error;
      throw error;
    });
    const answer = await Promise.race([asked, late]).finally(() => clearTimeout(timer));
    if (isLate) this.markUnavailable(pool, answer);
    return answer;
  }

  async close(): Promise<void> {
    clearTimeout(this.probe);
    this.isClosed = true;
    this.reason ??= new Error('the process ends');
    if (this.pool && !this.pool.ending) this.closePool(this.pool);
    await Promise.all(this.retired);
  }

  private async guard<Result>(act: (pool: pg.Pool) => Promise<Result>): Promise<Result> {
    const { pool } = this;
    if (pool === undefined || this.reason !== undefined) throw new LedgerUnavailable(this.reason);
    try {
      return await act(pool);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      if (!isStatementUnavailable(error)) this.markUnavailable(pool, error);
      throw new LedgerUnavailable(error);
    }
  }

  /** @param pool what failed; nothing where another one has taken its place since. */
  private markUnavailable(pool: pg.Pool | undefined, reason: unknown): void {
    if (pool === undefined || pool !== this.pool || this.isClosed || this.reason !== undefined) return;
    this.reason = reason;
    this.replacePool(pool);
    this.scheduleProbe();
  }

  /** After a failover its idle connections may lead to a server that is gone without a word: each would cost a statement its time. */
  private replacePool(pool: pg.Pool): void {
    const { url } = this.options;
    if (url === undefined) return;
    this.closePool(pool);
    this.pool = createPool(this.options, url);
  }

  /** Statements that are on their way end as they would have. */
  private closePool(pool: pg.Pool): void {
    const ended = pool.end().finally(() => this.retired.delete(ended));
    this.retired.add(ended);
  }

  private scheduleProbe(): void {
    this.probe = setTimeout(() => {
      const ask = this.pool?.query('select from schema_migrations limit 1');
      ask?.then(
        () => (this.reason = undefined),
        (error: unknown) => {
          this.reason = error;
          if (!this.isClosed) this.scheduleProbe();
        },
      );
    }, PROBE_EVERY_MS);
    this.probe.unref();
  }
}
