import { types } from 'node:util';

/** A value that JSON can write. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** What is shown of each leaf. */
export interface Showing {
  readonly text: (value: string) => string;
  readonly number: (value: number | bigint) => number | string;
  /** What a field shows because of its name; undefined where its name says nothing. */
  readonly field: (name: string, value: unknown) => Plain | undefined;
}

const DEEPEST = 8;
const WIDEST = 100;

/** Makes any value plain, leaf by leaf: cycles, getters that throw and endless structures end in a note. Total. */
export function plainOf(value: unknown, showing: Showing, depth = 0): Plain {
  try {
    return shown(value, showing, depth);
  } catch {
    return '[unreadable]';
  }
}

function shown(value: unknown, showing: Showing, depth: number): Plain {
  switch (typeof value) {
    case 'string':
      return showing.text(value);
    case 'number':
    case 'bigint':
      return showing.number(value);
    case 'boolean':
      return value;
    case 'undefined':
      return null;
    case 'symbol':
    case 'function':
      return `[${typeof value}]`;
    case 'object':
      return value === null ? null : ofObject(value, showing, depth);
  }
}

function ofObject(value: object, showing: Showing, depth: number): Plain {
  if (depth >= DEEPEST) return '[deeper]';
  const next = (inner: unknown): Plain => plainOf(inner, showing, depth + 1);
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
  if (isError(value)) return ofFields(errorFields(value), showing, next);
  if (Array.isArray(value)) return value.slice(0, WIDEST).map(next);
  if (types.isMap(value) || types.isSet(value)) return [...value].slice(0, WIDEST).map(next);
  if ('toJSON' in value && typeof value.toJSON === 'function') return next(value.toJSON());
  return ofFields(Object.entries(value), showing, next);
}

function ofFields(
  fields: readonly [string, unknown][],
  showing: Showing,
  next: (inner: unknown) => Plain,
): Plain {
  const told = fields.filter(([, inner]) => inner !== undefined).slice(0, WIDEST);
  return Object.fromEntries(
    told.map(([name, inner]) => [showing.text(name), showing.field(name, inner) ?? next(inner)]),
  );
}

/** Knows errors of another realm, and what only inherits from Error, too. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

function errorFields(error: Error): [string, unknown][] {
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
