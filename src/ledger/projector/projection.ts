import type { Log } from '../../config/logger.js';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import { Problem } from '../../api/problems/problem.js';
import { LedgerUnavailable } from '../database/ledger-unavailable.js';
import type { LedgerDatabase } from '../database/ledger-database.js';
import { chainSettled } from '../rows/audit-chain.js';
import { writeTransactions } from '../rows/write-rows.js';
import type { Observation } from '../rows/write-rows.js';
import { closeGaps, noteGaps } from './gaps.js';
import { updateForgottenSales } from './forgotten-sales.js';
import type { LedgerMetrics } from './ledger-metrics.js';
import type { IndexedRun } from './run-index.js';
import type { ReadOne } from './transaction-reader.js';
import { listUnconfirmed } from './unconfirmed.js';

/** What a projection works with. */
export interface ProjectionParts {
  readonly database: LedgerDatabase;
  readonly read: ReadOne;
  readonly metrics: LedgerMetrics;
  readonly log: Log;
}

/** A transaction to read again, and what the index said of its run where the index named it. */
export interface Wanted {
  readonly id: TransactionId;
  readonly run?: IndexedRun;
}

const AT_A_TIME = 8;
const ROWS_A_STATEMENT = 100;

/** Reads transactions and writes them to the ledger. Any number of writers may do so at once. */
export class Projection {
  constructor(private readonly parts: ProjectionParts) {}

  /**
   * An undo changes how its sale is shown: that is read, too, and where Temporal has forgotten it, its row is.
   *
   * @returns the ids that could not be projected, for a reason that is not a server being away.
   * @throws LedgerUnavailable; Problem `orchestrator-unavailable`
   */
  async project(wanted: readonly Wanted[]): Promise<ReadonlySet<string>> {
    const failed = new Set<string>();
    for (let at = 0; at < wanted.length; at += ROWS_A_STATEMENT) {
      const some = wanted.slice(at, at + ROWS_A_STATEMENT);
      const observed = await this.observe(some, failed);
      await this.write(observed, failed);
      const sales = listSales(observed);
      const theirs = sales.length > 0 ? await this.observe(sales, failed) : [];
      await this.write(theirs, failed);
      await this.writeForgotten(observed, findMissing(sales, theirs, failed));
      const unconfirmed = await listUnconfirmed(this.parts.database, [...observed, ...theirs]);
      const gaps = new Set([...failed, ...unconfirmed]);
      await this.keepGaps([...some, ...sales], gaps);
    }
    return failed;
  }

  private async writeForgotten(observed: readonly Observation[], sales: ReadonlySet<string>): Promise<void> {
    const { database, metrics } = this.parts;
    if (sales.size > 0) metrics.countRows(await updateForgottenSales(database, sales, observed));
  }

  private async keepGaps(wanted: readonly Wanted[], gaps: ReadonlySet<string>): Promise<void> {
    const { database } = this.parts;
    await noteGaps(database, gaps);
    await closeGaps(
      database,
      wanted.flatMap(({ id }) => (gaps.has(id) ? [] : [id])),
    );
  }

  private async observe(wanted: readonly Wanted[], failed: Set<string>): Promise<readonly Observation[]> {
    const observedAt = await this.readClock();
    const observed: Observation[] = [];
    const queue = [...wanted];
    const readNext = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const one = await this.readOne(next, failed);
        if (one !== undefined) observed.push({ ...one, observedAt });
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, readNext));
    return observed;
  }

  private async readOne(
    { id, run }: Wanted,
    failed: Set<string>,
  ): Promise<Omit<Observation, 'observedAt'> | undefined> {
    try {
      const found = await this.parts.read(id);
      // The index may name an earlier run of it, or a run beside its own.
      const isItsOwn = run?.workflowId === `transaction/${id}`;
      // What no worker has confirmed is not noted as that run's: it is read again until one does.
      const isNoted = isItsOwn && found?.isAsWritten === false;
      return found && { ...found, ...(isNoted && { runId: run.runId, indexedStatus: run.status }) };
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.fail(failed, id, error);
      return undefined;
    }
  }

  private async write(observed: readonly Observation[], failed: Set<string>): Promise<void> {
    const { database, metrics } = this.parts;
    if (observed.length === 0) return;
    try {
      await database.inTransaction(async (transaction) => {
        await chainSettled(transaction, await writeTransactions(transaction, observed));
      });
      metrics.countRows(observed.length);
    } catch (error) {
      if (error instanceof LedgerUnavailable) throw error;
      const [only] = observed;
      // One that cannot be written must not keep the others out.
      if (observed.length > 1) for (const one of observed) await this.write([one], failed);
      else if (only) this.fail(failed, only.shown.snapshot.accepted.transactionId, error);
    }
  }

  private fail(failed: Set<string>, transactionId: string, error: unknown): void {
    failed.add(transactionId);
    this.parts.metrics.countFailure();
    this.parts.log.error({ transactionId, err: error }, 'a transaction could not be projected');
  }

  /** The clock of the database orders what several projectors read. */
  private async readClock(): Promise<string> {
    const { rows } = await this.parts.database.query<{ now: Date }>('select clock_timestamp() as now');
    const [row] = rows;
    if (row === undefined) throw new LedgerUnavailable('the clock of the database cannot be read');
    return row.now.toISOString();
  }
}

/** Those that Temporal does not have. */
function findMissing(
  sales: readonly Wanted[],
  found: readonly Observation[],
  failed: ReadonlySet<string>,
): ReadonlySet<string> {
  const known = new Set<string>(found.map(({ shown }) => shown.snapshot.accepted.transactionId));
  return new Set(sales.map(({ id }) => id).filter((id) => !known.has(id) && !failed.has(id)));
}

function listSales(observed: readonly Observation[]): readonly Wanted[] {
  const known = new Set<string>(observed.map(({ shown }) => shown.snapshot.accepted.transactionId));
  const names = observed.map(({ shown }) => shown.snapshot.accepted.undoes?.transactionId);
  const sales = new Set(names.flatMap((name) => (name === undefined ? [] : [name])));
  return [...sales].flatMap((name) => {
    const id = parseTransactionId(name);
    return id === undefined || known.has(id) ? [] : [{ id }];
  });
}
