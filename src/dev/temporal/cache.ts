import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../project-root.js';
import { noCli, tryCli, describeError } from './cli.js';
import type { CliLookup } from './cli.js';
import { cliVersion, platformName } from './pins.js';

/** Where a fetched CLI is kept, for this version and this kind of machine. */
export function cachedCliPath(folder: string = cacheFolder): string {
  return join(folder, 'temporal-cli', `${cliVersion}-${platformName()}`, 'temporal');
}

/** Answers with the CLI that an earlier start fetched. */
export async function lookInCache(path: string): Promise<CliLookup> {
  return existsSync(path) ? tryCli(path) : noCli(`${path} does not exist yet`);
}

/**
 * Fetches into a folder of its own next to the target, tries what came, and moves it into place in one step: two starts
 * at once cannot see each other's half, and the later one replaces an equal file.
 *
 * @param fetchInto puts the CLI somewhere under the given folder and returns its path; throws when it cannot.
 */
export async function install(
  target: string,
  fetchInto: (folder: string) => Promise<string>,
): Promise<CliLookup> {
  const place = dirname(target);
  await mkdir(place, { recursive: true });
  const folder = await mkdtemp(join(place, 'fetching-'));
  try {
    const fetched = await fetchInto(folder);
    await chmod(fetched, 0o755);
    const answer = await tryCli(fetched);
    if (answer.kind === 'nothing') return answer;
    await rename(fetched, target);
    return { kind: 'works', cli: { ...answer.cli, path: target } };
  } catch (error) {
    return noCli(describeError(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
