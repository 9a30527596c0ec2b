import { basename } from 'node:path';
import type { Environment } from './environment.schema.js';
import { baseUrlVariables } from './getnet-address.js';
import { isRemoteAndEncrypted } from './variables.js';

/** What could be read so far; a variable that is wrong by itself is missing. */
export interface ParsedVariables {
  readonly values: Partial<Environment>;
  /** Names that were given at all, wrong ones included. */
  readonly given: ReadonlySet<string>;
}

/** A sentence that starts with the name of the setting, or undefined when all is well. */
type Rule = (reading: ParsedVariables) => string | undefined | false;

const DAY_MS = 86_400_000;
/** Getnet's times (contract §4.0): a command that they say is over can still run with shorter ones of ours. */
const GETNET_WINDOW_MS = 90_000;
const GETNET_LIFECYCLE_MS = 300_000;
const EXAMPLE_FILE = 'merchants.example.json';

const always: readonly Rule[] = [
  ({ given }) =>
    given.has('PUBLIC_URL') &&
    !given.has('CALLBACK_KEYS') &&
    'CALLBACK_KEYS is required with PUBLIC_URL: kid:base64, the key made with `openssl rand -base64 32`',
  ({ given }) =>
    given.has('CALLBACK_SIGNATURE_HEADER') !== given.has('CALLBACK_SIGNATURE_KEY') &&
    'CALLBACK_SIGNATURE_HEADER and CALLBACK_SIGNATURE_KEY belong together: set both or none',
  ({ values }) =>
    isAtLeast(values.LIFECYCLE_WINDOW, values.LIFECYCLE_LIMIT) &&
    'LIFECYCLE_WINDOW must be shorter than LIFECYCLE_LIMIT',
  ({ values }) =>
    isAtLeast(values.LIFECYCLE_LIMIT, values.ATTENTION_AFTER) &&
    'LIFECYCLE_LIMIT must be shorter than ATTENTION_AFTER',
  ({ values }) =>
    isBelow(values.RETRY_WITHIN, values.CALLBACK_VALID_FOR) &&
    'RETRY_WITHIN must not be shorter than CALLBACK_VALID_FOR: a callback of a refused attempt can arrive ' +
      'that long, and its transaction must still be open',
];

const inProduction: readonly Rule[] = [
  ({ values }) =>
    isExampleFile(values.MERCHANTS_FILE) &&
    'MERCHANTS_FILE must name a file of your own in production, not the example',
  ({ given }) =>
    !given.has('GETNET_ENV') && 'GETNET_ENV must be set in production: its default, uat, is for testing',
  ({ values }) =>
    isBelow(values.LIFECYCLE_WINDOW, GETNET_WINDOW_MS) &&
    "LIFECYCLE_WINDOW must be at least 90s in production: Getnet's own first window",
  ({ values }) =>
    isBelow(values.LIFECYCLE_LIMIT, GETNET_LIFECYCLE_MS) &&
    'LIFECYCLE_LIMIT must be at least 5m in production: a command of Getnet can run that long, and the next one must ' +
      'not be sent into it',
  ({ values }) =>
    (values.RETENTION ?? 7 * DAY_MS) < 7 * DAY_MS &&
    'RETENTION must be at least 7d in production: a key is honoured that long',
  ({ values }) =>
    values.PUBLIC_URL?.startsWith('http:') && 'PUBLIC_URL must be an https address in production',
  ...baseUrlVariables.map(
    (name): Rule =>
      ({ values }) =>
        values[name] !== undefined &&
        !isRemoteAndEncrypted(values[name]) &&
        `${name} must be Getnet's https address in production, not this machine or plain http`,
  ),
];

/** Settings can be valid one by one and still contradict each other. */
export function findCombinationFaults(reading: ParsedVariables): readonly string[] {
  const rules = reading.values.NODE_ENV === 'production' ? [...always, ...inProduction] : always;
  return rules.map((rule) => rule(reading)).filter((fault) => typeof fault === 'string');
}

function isAtLeast(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one >= other;
}

function isBelow(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one < other;
}

function isExampleFile(file: string | undefined): boolean {
  return file !== undefined && basename(file) === EXAMPLE_FILE;
}
