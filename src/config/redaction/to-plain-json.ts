import { types } from 'node:util';

/** A value that JSON can write. */
export type PlainJson =
  string | number | boolean | null | readonly PlainJson[] | { readonly [name: string]: PlainJson };

/** What is shown of each leaf. */
export interface LeafFormat {
  readonly text: (value: string) => string;
  readonly number: (value: number | bigint) => number | string;
  /** What a field shows because of its name; undefined where its name says nothing. */
  readonly field: (name: string, value: unknown) => PlainJson | undefined;
}

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;

/** Makes any value plain, leaf by leaf: cycles, getters that throw and endless structures end in a note. Total. */
export function toPlainJson(value: unknown, format: LeafFormat, depth = 0): PlainJson {
  try {
    return convert(value, format, depth);
  } catch {
    return '[unreadable]';
  }
}

function convert(value: unknown, format: LeafFormat, depth: number): PlainJson {
  switch (typeof value) {
    case 'string':
      return format.text(value);
    case 'number':
    case 'bigint':
      return format.number(value);
    case 'boolean':
      return value;
    case 'undefined':
      return null;
    case 'symbol':
    case 'function':
      return `[${typeof value}]`;
    case 'object':
      return value === null ? null : convertObject(value, format, depth);
  }
}

function convertObject(value: object, format: LeafFormat, depth: number): PlainJson {
  if (depth >= MAX_DEPTH) return '[deeper]';
  const next = (inner: unknown): PlainJson => toPlainJson(inner, format, depth + 1);
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
  if (isError(value)) return convertFields(listErrorFields(value), format, next);
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map(next);
  if (types.isMap(value) || types.isSet(value)) return [...value].slice(0, MAX_ENTRIES).map(next);
  if ('toJSON' in value && typeof value.toJSON === 'function') return next(value.toJSON());
  return convertFields(Object.entries(value), format, next);
}

function convertFields(
  fields: readonly [string, unknown][],
  format: LeafFormat,
  next: (inner: unknown) => PlainJson,
): PlainJson {
  const definedFields = fields.filter(([, inner]) => inner !== undefined).slice(0, MAX_ENTRIES);
  return Object.fromEntries(
    definedFields.map(([name, inner]) => [format.text(name), format.field(name, inner) ?? next(inner)]),
  );
}

/** Knows errors of another realm, and what only inherits from Error, too. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

function listErrorFields(error: Error): [string, unknown][] {
  const { name, message, stack, cause } = error;
  const errors = 'errors' in error ? error.errors : undefined;
  return [
    ['type', name],
    ['message', message],
    ['stack', stack],
    ['cause', cause],
    ['errors', errors],
    ...Object.entries(error),
  ];
}
