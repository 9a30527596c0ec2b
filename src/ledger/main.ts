import 'reflect-metadata';
import { resolveDatabaseUrl, resolveMetricsPort } from '../config/derived.js';
import { createLogger } from '../config/logger.js';
import { readSettingsOrExit } from '../config/settings.js';
import { watchMerchants } from '../config/watch-merchants.js';
import { startEmbeddedPostgres } from '../dev/postgres/server.js';
import { composeProjector } from './compose.js';
import { isMigrated, migrate } from './database/migrate.js';
import { startStatusServer } from './status-server.js';
import { runUntilSignal } from './until-signal.js';
import type { Close } from './until-signal.js';

/** Shorter than the ten seconds that Docker gives a container. What is cut off here is done by the next process. */
const STOP_WITHIN_MS = 7_500;

const settings = readSettingsOrExit('ledger');
const { environment, redactor } = settings;
const log = createLogger({ name: 'ledger', level: environment.LOG_LEVEL, redactor });
watchMerchants({ settings, log });
const signal = new Promise<string>((resolve) => {
  // Not SIGHUP: that reads the merchants file again.
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => resolve(name));
});

try {
  await runUntilSignal(start, { signal, withinMs: STOP_WITHIN_MS, log });
  process.exit(0);
} catch (error) {
  process.stderr.write(
    `The ledger could not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}

async function start(closeLater: (close: Close) => void): Promise<void> {
  const url = resolveDatabaseUrl(environment);
  if (url === undefined)
    throw new Error('DATABASE_URL is required in production: there is no ledger without it.');
  if (environment.DATABASE_URL === undefined) {
    const postgres = await startPostgres();
    closeLater(() => postgres.stop());
  }
  await prepareTables(url);
  const { projector, parts, close } = composeProjector({ url, settings, log });
  closeLater(close);
  const status = await startStatusServer(parts.metrics.registry, {
    port: resolveMetricsPort(environment, 'ledger'),
    host: environment.METRICS_HOST,
    isReady: () => parts.database.isUp,
  });
  closeLater(() => status.close());
  projector.start();
  log.info({ temporal: environment.TEMPORAL_ADDRESS, status: status.address() }, 'ledger is up');
}

function startPostgres() {
  const print = (line: string) => log.info({}, line);
  return startEmbeddedPostgres({
    dataDir: environment.DATA_DIR,
    port: environment.POSTGRES_PORT,
    print,
  });
}

/** In production somebody migrates on purpose: a schema that changes by itself while an old release runs would surprise it. */
async function prepareTables(url: string): Promise<void> {
  if (environment.NODE_ENV !== 'production') {
    const applied = await migrate(url);
    if (applied.length > 0) log.info({ taken: applied }, 'the tables of the ledger are up to date now');
  } else if (!(await isMigrated(url))) {
    throw new Error('the tables of the ledger are not up to date: run npm run migrate first.');
  }
}
