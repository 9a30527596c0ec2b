import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../project-root.js';
import { databaseFile } from '../settings.js';

/** Where a stack keeps its files. */
export interface DataFolder {
  readonly path: string;
  /** Temporal's database; undefined: in memory. */
  readonly databaseFile: string | undefined;
  /** Deletes what must not stay. */
  cleanUp(): Promise<void>;
}

/** The folder that DATA_DIR names; for `memory` one that is there only while the stack runs. */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  if (dataDir !== 'memory') {
    return { path: dataDir, databaseFile: databaseFile(dataDir), cleanUp: () => Promise.resolve() };
  }
  await mkdir(cacheFolder, { recursive: true });
  const path = await mkdtemp(join(cacheFolder, 'stack-'));
  return {
    path,
    databaseFile: undefined,
    cleanUp: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
