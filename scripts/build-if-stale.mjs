// Builds when a source is newer than the last build: `npm start`, `npm run demo` and `npm test` work on a fresh clone.
// Two of them at once build one after the other, and the second finds nothing to do.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const bundle = 'dist/workflow-bundle.cjs';
const lock = '.cache/build.lock';
const settings = [
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

// Folders count too: a deleted or renamed source changes nothing else.
const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).reduce(
    (latest, entry) => Math.max(latest, modified(join(entry.parentPath, entry.name))),
    modified(folder),
  );

const isStale = () => Math.max(newest('src'), newest('types'), ...settings.map(modified)) > modified(bundle);

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const takeLock = () => {
  try {
    mkdirSync('.cache', { recursive: true });
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
};

// Written and filled are two steps: a lock that is still empty belongs to somebody who has just taken it.
const dropDeadLock = () => {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    const isEmpty = pid === 0 && Date.now() - modified(lock) < 5_000;
    if (!isEmpty && (pid === 0 || !isAlive(pid))) rmSync(lock, { force: true });
  } catch {
    // Gone meanwhile.
  }
};

const build = () => {
  console.error('Building…');
  const begun = new Date();
  const status = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' }).status ?? 1;
  // A source saved during the build is newer than it, and is built next time.
  if (status === 0) utimesSync(bundle, begun, begun);
  return status;
};

while (isStale()) {
  if (!takeLock()) {
    dropDeadLock();
    await pause(200);
    continue;
  }
  try {
    if (isStale()) process.exitCode = build();
  } finally {
    rmSync(lock, { force: true });
  }
  break;
}
