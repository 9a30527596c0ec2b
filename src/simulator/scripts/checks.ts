import { parseDuration } from '../durations.js';
import { isObject } from '../http/read-body.js';

/** Finds the faults of a value. */
export interface Check {
  /** Every fault in words, each with the path to it; none means good. */
  faults(value: unknown, path: string): readonly string[];
  /** Names of all fields that the value may have, at any depth. */
  readonly names: readonly string[];
}

/** A value for which `good` holds, in the words of `wanted`. */
export function plain(wanted: string, good: (value: unknown) => boolean): Check {
  return { names: [], faults: (value, path) => (good(value) ? [] : [`${path} must be ${wanted}`]) };
}

export const anything = plain('anything', () => true);
export const flag = plain('true or false', (value) => typeof value === 'boolean');
export const text = plain('a text', (value) => typeof value === 'string');
export const textOrNull = plain('a text or null', (value) => value === null || typeof value === 'string');
export const count = plain(
  'a whole number from 0',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const countOrNull = plain(
  'a whole number or null',
  (value) => value === null || Number.isSafeInteger(value),
);
export const digits = plain(
  'a text of 1 to 20 digits, the first of them not 0',
  (value) => typeof value === 'string' && /^[1-9]\d{0,19}$/.test(value),
);
export const codeOrNull = plain(
  'a number, a text or null',
  (value) => value === null || typeof value === 'number' || typeof value === 'string',
);
export const httpStatus = plain(
  'an HTTP status from 200 to 599',
  (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599,
);
export const duration = plain(
  'a duration such as "250ms", "15s", "5m"',
  (value) => typeof value === 'string' && parseDuration(value) !== undefined,
);
export const webAddress = plain(
  'an http or https address',
  (value) =>
    typeof value === 'string' && /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : ''),
);

/** One of some words. */
export function oneOf(...words: readonly string[]): Check {
  return plain(`one of ${words.join(', ')}`, (value) => words.some((word) => word === value));
}

/** A list of like items. */
export function listOf(item: Check): Check {
  return {
    names: item.names,
    faults: (value, path) =>
      Array.isArray(value)
        ? value.flatMap((entry, index) => item.faults(entry, `${path}[${index}]`))
        : [`${path} must be a list`],
  };
}

/** A bare text by one check, anything else by the other. */
export function textOr(short: Check, long: Check): Check {
  return {
    names: [...short.names, ...long.names],
    faults: (value, path) => (typeof value === 'string' ? short : long).faults(value, path),
  };
}

/** An object with these fields and no others; those in `needed` must be there. */
export function record(fields: Readonly<Record<string, Check>>, needed: readonly string[] = []): Check {
  const names = Object.entries(fields).flatMap(([name, check]) => [name, ...check.names]);
  return {
    names: [...new Set(names)],
    faults: (value, path) => recordFaults(value, path, { fields, needed }),
  };
}

interface RecordShape {
  readonly fields: Readonly<Record<string, Check>>;
  readonly needed: readonly string[];
}

function recordFaults(value: unknown, path: string, { fields, needed }: RecordShape): readonly string[] {
  if (!isObject(value)) return [`${path || 'body'} must be an object`];
  const at = (name: string): string => (path ? `${path}.${name}` : name);
  const missing = needed.filter((name) => value[name] === undefined).map((name) => `${at(name)} is missing`);
  const wrong = Object.entries(value).flatMap(
    ([name, field]) => fields[name]?.faults(field, at(name)) ?? [`${at(name)} is not a field`],
  );
  return [...missing, ...wrong];
}
