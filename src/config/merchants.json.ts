import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { reasonOf } from './read-failure.js';

/** What a file of JSON holds, or why it cannot be read. */
export type JsonReading = { readonly fingerprint: string } & (
  { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'fault'; readonly fault: string }
);

/** Reads a file of JSON, with or without a byte order mark. */
export function readJsonFile(file: string): JsonReading {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = reasonOf(error);
    const fault = `cannot be read (${reason}); looked in ${process.cwd()}`;
    return { kind: 'fault', fault, fingerprint: reason };
  }
  const fingerprint = createHash('sha256').update(text).digest('hex');
  try {
    return { kind: 'json', value: JSON.parse(text.replace(/^\uFEFF/, '')), fingerprint };
  } catch (error) {
    return { kind: 'fault', fault: `is not JSON (${placeOf(error, text)})`, fingerprint };
  }
}

/** The parser's own words quote the file, which may hold a secret put there by mistake. */
function placeOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(error))?.[1];
  if (position === undefined) return '`jq empty` on it shows where';
  const before = text.slice(0, Number(position)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
