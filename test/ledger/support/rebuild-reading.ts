import { createLogger } from '../../../src/config/logger.js';
import { createRedactor } from '../../../src/config/redaction/redaction.js';
import type { TransactionId } from '../../../src/domain/ids.js';
import { LedgerDatabase } from '../../../src/ledger/database/ledger-database.js';
import { createLedgerMetrics } from '../../../src/ledger/projector/ledger-metrics.js';
import { Projection } from '../../../src/ledger/projector/projection.js';
import type { ProjectorParts } from '../../../src/ledger/projector/projector.js';
import type { IndexedRun } from '../../../src/ledger/projector/run-index.js';
import type { ReadOne } from '../../../src/ledger/projector/transaction-reader.js';
import { rebuildFrom } from '../../../src/ledger/rebuild.js';

/** Rebuilds a ledger as `npm run ledger:rebuild` does, from a Temporal that has one transaction, which runs. */
export function rebuildReading(url: string, id: TransactionId, read: ReadOne) {
  const run: IndexedRun = {
    runId: `run of ${id}`,
    workflowId: `transaction/${id}`,
    type: 'transaction',
    transactionId: id,
    startedAt: '2026-01-16T12:00:00.000Z',
    closedAt: undefined,
    status: undefined,
  };
  return rebuildFrom(url, (schema) => {
    const database = new LedgerDatabase({ url, name: 'test', schema });
    const metrics = createLedgerMetrics();
    const log = createLogger({ name: 'test', level: 'error', redactor: createRedactor() });
    const parts: ProjectorParts = {
      url,
      database,
      log,
      metrics,
      index: {
        listEnded: () => Promise.resolve([]),
        countEnded: () => Promise.resolve(0),
        listRunning: () => Promise.resolve([run]),
      },
      projection: new Projection({ database, read, metrics, log }),
      readLease: () => Promise.resolve(undefined),
      retentionMs: 60_000,
    };
    return { parts, close: () => database.close() };
  });
}
