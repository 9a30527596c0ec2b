import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../../src/dev/postgres/binaries.js';
import { findFreePorts } from '../../src/dev/processes/ports.js';
import { startLedgerProgram } from './support/ledger-program.js';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'test-other-version-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('DATA_DIR/postgres is of another major version', () => {
  it('the ledger does not start, says what to do, and leaves the folder unchanged', async () => {
    const folder = join(dataDir, 'postgres');
    mkdirSync(folder);
    writeFileSync(join(folder, 'PG_VERSION'), '15\n');
    const [port = 0] = await findFreePorts(1);
    const child = await startLedgerProgram({
      env: { DATA_DIR: dataDir, POSTGRES_PORT: String(port) },
      logFile: join(dataDir, 'ledger.log'),
    });
    expect(await child.exited).toMatchObject({ code: 1 });
    const major = findBinaries().version.split('.')[0];
    expect(child.lastLines(10).filter((line) => !line.startsWith('{'))).toEqual([
      `The ledger could not start: ${folder} holds a database of PostgreSQL 15, and this release runs PostgreSQL ${major}: ` +
        'delete the folder, and the ledger is built again from Temporal.',
    ]);
    expect(readdirSync(folder)).toEqual(['PG_VERSION']);
    expect(existsSync(`${folder}.new`)).toBe(false);
  }, 60_000);
});
