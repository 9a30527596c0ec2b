import { parseDuration } from '../settings.js';
import { isObject } from '../http/body.js';

/** Finds the faults of a value. */
export interface Check {
  /** Every fault in words, each with the path to it; none means good. */
  validate(value: unknown, path: string): readonly string[];
  /** Names of all fields that the value may have, at any depth. */
  readonly names: readonly string[];
}

/** A value that `accepts` admits; the fault says what was `expected`. */
export function createCheck(expected: string, accepts: (value: unknown) => boolean): Check {
  return { names: [], validate: (value, path) => (accepts(value) ? [] : [`${path} must be ${expected}`]) };
}

export const anything = createCheck('anything', () => true);
export const flag = createCheck('true or false', (value) => typeof value === 'boolean');
export const text = createCheck('a text', (value) => typeof value === 'string');
export const textOrNull = createCheck(
  'a text or null',
  (value) => value === null || typeof value === 'string',
);
export const count = createCheck(
  'a whole number from 0',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const countOrNull = createCheck(
  'a whole number or null',
  (value) => value === null || Number.isSafeInteger(value),
);
export const digits = createCheck(
  'a text of 1 to 20 digits, the first of them not 0',
  (value) => typeof value === 'string' && /^[1-9]\d{0,19}$/.test(value),
);
export const codeOrNull = createCheck(
  'a number, a text or null',
  (value) => value === null || typeof value === 'number' || typeof value === 'string',
);
export const httpStatus = createCheck(
  'an HTTP status from 200 to 599',
  (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599,
);
export const duration = createCheck(
  'a duration such as "250ms", "15s", "5m"',
  (value) => typeof value === 'string' && parseDuration(value) !== undefined,
);
export const webAddress = createCheck(
  'an http or https address',
  (value) =>
    typeof value === 'string' && /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : ''),
);

/** One of some words. */
export function oneOf(...words: readonly string[]): Check {
  return createCheck(`one of ${words.join(', ')}`, (value) => words.some((word) => word === value));
}

/** A list of like items. */
export function list(item: Check): Check {
  return {
    names: item.names,
    validate: (value, path) =>
      Array.isArray(value)
        ? value.flatMap((entry, index) => item.validate(entry, `${path}[${index}]`))
        : [`${path} must be a list`],
  };
}

/** A bare text by one check, anything else by the other. */
export function textOr(short: Check, long: Check): Check {
  return {
    names: [...short.names, ...long.names],
    validate: (value, path) => (typeof value === 'string' ? short : long).validate(value, path),
  };
}

/** An object with these fields and no others; those in `required` must be there. */
export function record(fields: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  const names = Object.entries(fields).flatMap(([name, check]) => [name, ...check.names]);
  return {
    names: [...new Set(names)],
    validate: (value, path) => validateRecord(value, path, { fields, required }),
  };
}

interface RecordShape {
  readonly fields: Readonly<Record<string, Check>>;
  readonly required: readonly string[];
}

function validateRecord(value: unknown, path: string, { fields, required }: RecordShape): readonly string[] {
  if (!isObject(value)) return [`${path || 'body'} must be an object`];
  const pathTo = (name: string): string => (path ? `${path}.${name}` : name);
  const missing = required
    .filter((name) => value[name] === undefined)
    .map((name) => `${pathTo(name)} is missing`);
  const wrong = Object.entries(value).flatMap(
    ([name, field]) => fields[name]?.validate(field, pathTo(name)) ?? [`${pathTo(name)} is not a field`],
  );
  return [...missing, ...wrong];
}
