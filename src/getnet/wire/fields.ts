import { z } from 'zod';
import { isAbsent, mergeValues, parseJson } from './json.js';

const WHOLE = /^-?\d{1,15}$/;
const DECIMAL = /^-?\d{1,15}(?:\.\d{1,6})?$/;

/** A whole number that may come as text, as {@link wireNumber}: `"00"` is 0 (contract §11.1 row 3). */
export const wireInt = z.unknown().transform((value) => {
  const number = readNumber(value, WHOLE);
  return number === undefined || Number.isSafeInteger(number) ? number : NaN;
});

/** A number that may come as text; undefined where absent, NaN where present and unreadable: doubt stays visible. */
export const wireNumber = z.unknown().transform((value) => readNumber(value, DECIMAL));

function readNumber(value: unknown, pattern: RegExp): number | undefined {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && pattern.test(value.trim()) ? Number(value) : NaN;
}

/** A text that may come as a number; undefined where absent, empty or anything else. */
export const wireText = z.unknown().transform((value): string | undefined => {
  if (isAbsent(value) || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
  return String(value).trim();
});

/**
 * A code of digits or letters: a number stays one, so that it can be seen that leading zeros may be lost. Undefined where
 * absent or empty; what is neither text nor number is there, and unreadable.
 */
export const wireCode = z.unknown().transform((value): string | number | undefined => {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? value.trim() : 'unreadable';
});

/** A single value as it came; objects and lists are dropped. */
export const wireScalar = z.unknown().transform((value): string | number | boolean | null | undefined => {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  return typeof value === 'string' ? value.trim() : undefined;
});

/** The value as a JSON object, or undefined for lists, texts and everything else. */
export function asJsonObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Readonly<Record<string, unknown>>;
}

/**
 * An object schema that finds its fields whatever the case of their keys and ignores all others (contract §11.1 row 6).
 * Anything but an object reads as one without fields.
 */
export function ignoreCase<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((value) => respell(asJsonObject(value) ?? {}, names), z.object(shape));
}

function respell(object: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>) {
  const fields = new Map<string, unknown>([...names.values()].map((name) => [name, undefined]));
  for (const [key, value] of Object.entries(object)) {
    const name = names.get(key.toLowerCase());
    if (name !== undefined) fields.set(name, mergeValues(fields.get(name), value));
  }
  return Object.fromEntries(fields);
}

/**
 * Reads any text at all. JSON inside a JSON text and an object alone in a list are opened.
 *
 * @returns the JSON object in it, or undefined.
 */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asJsonObject(unwrap(parseJson(text)));
  } catch {
    return undefined;
  }
}

/** What is inside a list of one, or inside a text that is a JSON object; anything else as it is. */
export function unwrap(value: unknown, depth = 3): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value) && value.length === 1) return unwrap(value[0], depth - 1);
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value)) return value;
  try {
    return unwrap(parseJson(value), depth - 1);
  } catch {
    return value;
  }
}
