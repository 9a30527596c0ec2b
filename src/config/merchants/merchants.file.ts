import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { MerchantsContext } from '../environment/environment.js';
import { MAX_JSON_LEVELS, findJsonFlaw } from '../json-flaws.js';
import { readFailureCode } from './credentials.js';
import type { Interruptible } from './interruptible.js';
import { checkEntries } from './merchants.entries.js';
import { listWebhookKeySpellings } from './webhook-secrets.js';
import type { StoppedEntry, UsableEntry } from './merchants.entries.js';

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
  const refuse = (fault: string) => ({ file: undefined, faults: [inFile(fault)], countries: [] });
  if (json.kind === 'fault') return refuse(json.fault);
  const ambiguity = findAmbiguity(json.text);
  if (ambiguity !== undefined) return refuse(ambiguity);
  const secrets = { variables, folder: dirname(resolve(name)) };
  const { usable, stopped, faults, countries } = yield* checkEntries(json.value, { context, secrets });
  const isWhole = faults.every(({ entries }) => entries.length > 0);
  return {
    file: isWhole && usable.length > 0 ? { usable, stopped } : undefined,
    faults: faults.map(({ text }) => inFile(text)),
    countries,
  };
}

/** What a file of JSON holds, or why it cannot be read. */
export type JsonReading = { readonly fingerprint: string } & (
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'fault'; readonly fault: string }
);

/** Reads a file of JSON, with or without a byte order mark. */
export function readJsonFile(file: string): JsonReading {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = readFailureCode(error);
    const fault = `cannot be read (${reason}); looked in ${process.cwd()}`;
    return { kind: 'fault', fault, fingerprint: reason };
  }
  const fingerprint = createHash('sha256').update(text).digest('hex');
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return { kind: 'json', value, text, fingerprint };
  } catch (error) {
    return { kind: 'fault', fault: `is not JSON (${locateSyntaxError(error, text)})`, fingerprint };
  }
}

/** A name is not quoted: it may be a secret that was put there by mistake. */
function findAmbiguity(text: string): string | undefined {
  const flaw = findJsonFlaw(text);
  if (flaw === undefined) return undefined;
  return flaw.kind === 'too-deep'
    ? `has objects and lists in more than ${MAX_JSON_LEVELS} levels`
    : `has one name twice in an object (the second time in ${locate(flaw.at, text)}): remove one of them`;
}

/** The parser's own words quote the file, which may hold a secret put there by mistake. */
function locateSyntaxError(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(error))?.[1];
  if (position === undefined) return '`jq empty` on it shows where';
  return locate(Number(position), text);
}

function locate(position: number, text: string): string {
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Those of stopped merchants are secrets too. */
export function collectSecrets({ usable, stopped }: MerchantsFile): readonly string[] {
  return [...usable, ...stopped].flatMap(({ credentials, webhookSecrets }) => [
    ...(credentials ? [credentials.clientSecret] : []),
    ...listWebhookKeySpellings(webhookSecrets),
  ]);
}
