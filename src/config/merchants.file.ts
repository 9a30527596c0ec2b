import { dirname, resolve } from 'node:path';
import { judgeEntries } from './merchants.entries.js';
import type { StoppedEntry, UsableEntry } from './merchants.entries.js';
import { readJsonFile } from './merchants.json.js';
import type { JsonReading } from './merchants.json.js';
import type { MerchantsContext } from './merchants.rules.js';
import type { Interruptible } from './slices.js';

/** The merchants of a file of which at least one can be used. */
export interface MerchantsFile {
  readonly usable: readonly UsableEntry[];
  readonly stopped: readonly StoppedEntry[];
}

/** A merchants file as far as it can be used, and everything that is wrong with it. */
export interface MerchantsReading {
  /** Undefined: the file as a whole cannot be used, or none of its merchants can. */
  readonly file: MerchantsFile | undefined;
  readonly faults: readonly string[];
  /** The countries it names, supported or not. */
  readonly countries: readonly string[];
}

/** What a merchants file is judged by. */
export interface MerchantsSource {
  readonly context: MerchantsContext;
  readonly variables: NodeJS.ProcessEnv;
}

/** @returns the text of MERCHANTS_FILE as JSON. */
export function readMerchantsJson({ MERCHANTS_FILE }: MerchantsContext): JsonReading {
  return readJsonFile(MERCHANTS_FILE);
}

/** Judges the file and reads the secrets it names; each fault begins with the file's name and the place in it. */
export function* checkMerchants(
  json: JsonReading,
  { context, variables }: MerchantsSource,
): Interruptible<MerchantsReading> {
  const name = context.MERCHANTS_FILE;
  const inFile = (text: string): string => `MERCHANTS_FILE ${name} ${text}`;
  if (json.kind === 'fault') return { file: undefined, faults: [inFile(json.fault)], countries: [] };
  const secrets = { variables, folder: dirname(resolve(name)) };
  const { usable, stopped, faults, countries } = yield* judgeEntries(json.value, { context, secrets });
  const isWhole = faults.every(({ entries }) => entries.length > 0);
  return {
    file: isWhole && usable.length > 0 ? { usable, stopped } : undefined,
    faults: faults.map(({ text }) => inFile(text)),
    countries,
  };
}
