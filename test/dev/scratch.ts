import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../src/dev/project-root.js';

/** A folder for one spec file, inside the project. */
export interface Scratch {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes a folder that nothing else uses. */
export async function createScratchFolder(): Promise<Scratch> {
  await mkdir(cacheFolder, { recursive: true });
  const path = await mkdtemp(join(cacheFolder, 'spec-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Writes a shell script that can be run. */
export async function script(file: string, ...lines: readonly string[]): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(file, 0o755);
  return file;
}

/** Writes something that passes for a Temporal CLI of the version. */
export function writeFakeCli(file: string, version = '1.9.1'): Promise<string> {
  return script(file, `echo 'temporal version ${version} (Server 1.32.0, UI 2.54.1)'`);
}
