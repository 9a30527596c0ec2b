import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../config/logger.js';
import type { Settings } from '../config/settings.js';
import { MAX_RETRY_PAUSE_MS } from '../api/store/connection.js';
import { createTemporal } from '../api/store/temporal.js';
import type { Temporal } from '../api/store/temporal.js';
import { LedgerDatabase } from './database/ledger-database.js';
import { IndexBudget } from './projector/index-budget.js';
import { createLeaseReader } from './projector/lease-reader.js';
import { createLedgerMetrics } from './projector/ledger-metrics.js';
import type { LedgerMetrics } from './projector/ledger-metrics.js';
import { Projection } from './projector/projection.js';
import { Projector } from './projector/projector.js';
import type { ProjectorParts } from './projector/projector.js';
import { RunIndex } from './projector/run-index.js';
import type { ReadOne } from './projector/transaction-reader.js';
import { createTransactionReader } from './projector/transaction-reader.js';

/** What is composed to read Temporal and write the ledger. */
export interface ProjectorOptions {
  readonly url: string;
  readonly settings: Pick<Settings, 'environment' | 'merchants'>;
  readonly log: Log;
  /** Where the tables are, where not in their usual place. */
  readonly schema?: string;
  readonly metrics?: LedgerMetrics;
}

/** The parts of a projector, and their end. */
export interface ComposedProjector {
  readonly projector: Projector;
  readonly parts: ProjectorParts;
  readonly read: ReadOne;
  close(): Promise<void>;
}

export function composeProjector(options: ProjectorOptions): ComposedProjector {
  const { url, settings, log, schema, metrics = createLedgerMetrics() } = options;
  const { environment } = settings;
  const temporal = createTemporal(environment);
  const database = new LedgerDatabase({
    url,
    name: 'ledger projector',
    ...(schema !== undefined && { schema }),
  });
  const budget = new IndexBudget(environment.LEDGER_INDEX_CALLS, () => metrics.countIndexCall());
  const read = createTransactionReader(temporal, settings);
  const parts: ProjectorParts = {
    url,
    database,
    log,
    metrics,
    index: new RunIndex(temporal, budget),
    projection: new Projection({ database, read, metrics, log }),
    readLease: createLeaseReader(temporal),
    retentionMs: environment.RETENTION,
  };
  const projector = new Projector(parts);
  return { projector, parts, read, close: () => closeAll({ temporal, projector, database }) };
}

async function closeAll({
  temporal,
  projector,
  database,
}: {
  readonly temporal: Temporal;
  readonly projector: Projector;
  readonly database: LedgerDatabase;
}): Promise<void> {
  temporal.ongoing.shutDown();
  await projector.stop();
  await temporal.ongoing.waitUntilEnded();
  // The SDK leaves the next try of a call behind when the call is over.
  await pause(MAX_RETRY_PAUSE_MS);
  await temporal.client.connection.close();
  await database.close();
}
