import type { Settings } from '../../config/settings.js';
import type { TransactionId } from '../../domain/ids.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import { LateResults } from '../../api/store/late-results.service.js';
import { Leases } from '../../api/store/leases.service.js';
import { Quarantines } from '../../api/store/quarantines.service.js';
import { Queues } from '../../api/store/queues.service.js';
import { Runs } from '../../api/store/runs.service.js';
import { SharedWaits } from '../../api/store/shared-waits.js';
import type { Temporal } from '../../api/store/temporal.js';
import { refuseUnavailable } from '../../api/store/unavailable.js';
import { UndoHistory } from '../../api/store/undo-history.service.js';
import { ShownTransactions } from '../../api/transactions/shown-transactions.service.js';

/** A transaction as `GET` would show it now. */
export interface ProjectedTransaction {
  readonly shown: ShownTransaction;
  readonly hasEnded: boolean;
  /** No worker said how it stands: this is what was written last, which may never have been how it stood. */
  readonly isAsWritten: boolean;
}

/**
 * Reads one transaction by its id; undefined where Temporal has neither its run nor the recovery of one.
 *
 * @throws Problem `orchestrator-unavailable`, and at once when the process is to end: thousands may wait to be read.
 */
export type ReadOne = (id: TransactionId) => Promise<ProjectedTransaction | undefined>;

/** The very parts that answer `GET /v1/transactions/{id}`, so that list and look-up cannot disagree. */
export function createTransactionReader(
  temporal: Temporal,
  { environment, merchants }: Pick<Settings, 'environment' | 'merchants'>,
): ReadOne {
  const runs = new Runs(temporal, environment, new SharedWaits());
  const lateResults = new LateResults(temporal, environment, merchants);
  const undos = new UndoHistory(temporal, runs, lateResults);
  const queues = new Queues(temporal, new Leases(temporal), new Quarantines(temporal));
  const shown = new ShownTransactions(undos, lateResults, queues);
  return async (id) => {
    if (temporal.ongoing.isShuttingDown) throw refuseUnavailable();
    const run = await runs.findOrRecovery(id);
    if (run === undefined) return undefined;
    const answered = await runs.presentAnswered(run);
    const snapshot = answered ?? (await runs.presentWithoutWorker(run));
    return {
      shown: await shown.complete(snapshot),
      hasEnded: run.kind !== 'running',
      isAsWritten: answered === undefined,
    };
  };
}
