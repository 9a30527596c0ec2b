import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from '../processes/child.js';
import { findAccount, isReachable, allowTraversal, placeBinaries } from './account.js';
import { findBinaries } from './binaries.js';

/** A data folder that the programs can use. */
export interface Cluster {
  /** The folder of the programs. */
  readonly programs: string;
  readonly folder: string;
  readonly account: Account | undefined;
}

const run = promisify(execFile);

/**
 * Prepares `DATA_DIR/postgres`, and fills it where it is new.
 *
 * @param print told where the data are kept elsewhere.
 * @throws Error with one sentence: programs missing, no account to run as, a folder of another major version.
 */
export async function prepareCluster(dataDir: string, print: (line: string) => void): Promise<Cluster> {
  const binaries = findBinaries();
  refuseOtherVersion(resolve(dataDir, 'postgres'), binaries.version);
  const account = findAccount();
  mkdirSync(dataDir, { recursive: true });
  const folder = chooseFolder(dataDir, { account, print });
  refuseOtherVersion(folder, binaries.version);
  const cluster = { programs: placeBinaries(binaries, account), folder, account };
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialize(cluster);
  return cluster;
}

/** A cluster is not upgraded in place: the ledger can be rebuilt. */
function refuseOtherVersion(folder: string, version: string): void {
  const file = join(folder, 'PG_VERSION');
  if (!existsSync(file)) return;
  const [found, major] = [readFileSync(file, 'utf8').trim(), version.split('.')[0]];
  if (found === major) return;
  throw new Error(
    `${folder} holds a database of PostgreSQL ${found}, and this release runs PostgreSQL ${major}: delete the folder, ` +
      'and the ledger is built again from Temporal.',
  );
}

function chooseFolder(
  dataDir: string,
  { account, print }: { readonly account: Account | undefined; readonly print: (line: string) => void },
): string {
  const wanted = resolve(dataDir, 'postgres');
  if (account === undefined) return wanted;
  allowTraversal(dataDir);
  if (isReachable(wanted)) return wanted;
  const mark = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const elsewhere = join(tmpdir(), `ledger-postgres-${mark}`);
  print(
    `no other account can reach ${wanted}, and Postgres does not run as root: its data are kept in ${elsewhere}`,
  );
  return elsewhere;
}

/** A folder that was left half filled by a crash is never used: it gets its name when it is complete. */
async function initialize({ programs, folder, account }: Cluster): Promise<void> {
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const passwordFile = join(unfinished, 'password');
  writeFileSync(passwordFile, 'ledger\n', { mode: 0o600 });
  const data = join(unfinished, 'data');
  mkdirSync(data, { mode: 0o700 });
  for (const path of account ? [unfinished, passwordFile, data] : [])
    chownSync(path, account?.uid ?? 0, account?.gid ?? 0);
  const options = ['--username=ledger', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  // The data can be read from Temporal again: the first of them need not survive a power cut.
  const texts = ['--encoding=UTF8', '--locale=C', '--no-sync'];
  await run(join(programs, 'bin', 'initdb'), ['-D', data, ...options, ...texts], { ...account });
  renameSync(data, folder);
  rmSync(unfinished, { recursive: true, force: true });
}
