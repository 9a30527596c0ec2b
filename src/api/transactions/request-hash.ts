import { createHash } from 'node:crypto';

/**
 * The idempotency key, which is kept nowhere, goes into it: a body with a tax id cannot be found by trying all tax ids.
 *
 * @returns a hash that is the same for bodies that are equal as JSON, whatever their spacing and order of fields.
 */
export function requestHashOf(body: unknown, key: string): string {
  return createHash('sha256')
    .update(canonicalJson([key, body]))
    .digest('hex');
}

/** @param value what `JSON.parse` gave. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (isRecord(part) ? sorted(part) : part));
}

/** Sorted by code unit. Built from entries, so that a field called `__proto__` is a field like any other. */
function sorted(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names = Object.keys(record).sort();
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

function isRecord(part: unknown): part is Readonly<Record<string, unknown>> {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
