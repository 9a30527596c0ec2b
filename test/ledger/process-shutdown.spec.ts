import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../src/config/logger.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { runUntilSignal } from '../../src/ledger/until-signal.js';
import { until } from '../support/until.js';
import { startLedgerProgram } from './support/ledger-program.js';
import { queryOnce, startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

/** What `migrate` takes. */
const MIGRATION_LOCK = 7_364_202_611;
const ENDS_WITHIN_MS = 8_000;

const terms = (signal: Promise<string>) => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ name: 'ledger', level: 'info', redactor: createRedactor(), destination });
  return { signal, withinMs: 50, log, lines };
};

const never = new Promise<never>(() => undefined);

describe('the process of the ledger is stopped', () => {
  it('it is still starting: the started parts are closed, the last first', async () => {
    const closed: string[] = [];
    const start = async (closeLater: (close: () => unknown) => void) => {
      closeLater(() => closed.push('first'));
      closeLater(() => closed.push('second'));
      return never;
    };
    await runUntilSignal(start, terms(Promise.resolve('SIGTERM')));
    expect(closed).toEqual(['second', 'first']);
  });

  it('a part cannot be closed: the others are, and the log says why', async () => {
    const closed: string[] = [];
    const given = terms(Promise.resolve('SIGTERM'));
    const start = (closeLater: (close: () => unknown) => void) => {
      closeLater(() => closed.push('first'));
      closeLater(() => Promise.reject(new Error('it is broken')));
      return Promise.resolve();
    };
    await runUntilSignal(start, given);
    expect(closed).toEqual(['first']);
    expect(given.lines.join('')).toContain('it is broken');
  });

  it('a part never closes: the process does not wait for it', async () => {
    const given = terms(Promise.resolve('SIGTERM'));
    const start = (closeLater: (close: () => unknown) => void) => {
      closeLater(() => never);
      return Promise.resolve();
    };
    await runUntilSignal(start, given);
    expect(given.lines.join('')).toContain('cut off');
  });

  it('it cannot start: the caller gets the reason', async () => {
    const start = () => Promise.reject(new Error('no table'));
    await expect(runUntilSignal(start, terms(never))).rejects.toThrow('no table');
  });
});

describe('another process holds the lock of the tables', () => {
  let postgres: TestPostgres;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'test-until-signal-'));
    postgres = await startTestPostgres();
  });
  afterAll(async () => {
    await postgres.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('SIGTERM comes while the ledger waits for it: it exits 0 in time', async () => {
    const url = await postgres.createLedger();
    const other = new LedgerDatabase({ url, name: 'other', maxConnections: 1 });
    await other.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const child = await startLedgerProgram({
      env: { DATABASE_URL: url },
      logFile: join(dataDir, 'ledger.log'),
    });
    const waiting = `select from pg_stat_activity where application_name = 'migrate' and wait_event_type = 'Lock'`;
    await until(async () => (await queryOnce(url, waiting)).length > 0);
    expect(await child.stop(ENDS_WITHIN_MS)).toMatchObject({ code: 0 });
    expect(child.lastLines(10).join('\n')).not.toContain('could not start');
    await other.close();
  }, 180_000);
});
