import { createHash } from 'node:crypto';
import { problem } from '../problems/problem.js';
import type { TransactionId } from '../../domain/ids.js';
import type { ReconciliationId } from '../../domain/reconciliation-id.js';

declare const brand: unique symbol;

/** 1 to 255 visible ASCII characters, chosen by the caller: one per payment. It never begins or ends with a quote. */
export type IdempotencyKey = string & { readonly [brand]: 'IdempotencyKey' };

const KEY = /^(?!")[\x21-\x7e]{1,255}(?<!")$/;
/** A string of RFC 8941 §3.3.3, which is what the IETF draft of this header asks for. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * `"k-1"` and `k-1` are one key: HTTP libraries that know structured headers add the quotes, others do not, and a client
 * that changes its library between two tries must not pay twice. What could be either is refused: a quote at one end
 * only, a quote inside the quotes without its backslash, parameters behind the quotes.
 *
 * @param header as Node gives it: a header sent twice arrives as one text with a comma and a space, and is refused.
 * @throws Problem `idempotency-key-missing` or `idempotency-key-invalid`.
 */
export function readIdempotencyKey(header: string | readonly string[] | undefined): IdempotencyKey {
  if (header === undefined) {
    throw problem(
      'idempotency-key-missing',
      'Send an Idempotency-Key header, one key per payment, so that the request is safe to repeat. Nothing was started.',
    );
  }
  const key = typeof header === 'string' ? unquote(header) : '';
  if (KEY.test(key)) return key as IdempotencyKey;
  throw problem(
    'idempotency-key-invalid',
    'The Idempotency-Key must be 1 to 255 visible ASCII characters, sent once, bare or in one pair of quotes without ' +
      'parameters; a UUID does well. Nothing was started.',
  );
}

/** The content of a quoted string, its escapes resolved; any other text as it is. */
function unquote(header: string): string {
  const [, quoted] = QUOTED.exec(header) ?? [];
  return quoted?.replace(/\\(["\\])/g, '$1') ?? header;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LETTERS = 19;

/**
 * The transaction id *is* the key: whoever repeats it finds the same transaction, with nothing stored in between. 19 of 62
 * letters are 113 bits of SHA-256: two keys do not meet. Wire format: changing it would forget every key in use.
 */
export function deriveTransactionId(merchant: string, key: IdempotencyKey): TransactionId {
  // As a JSON array no merchant and key can be mistaken for another pair.
  return `tx_${deriveLetters([merchant, key])}` as TransactionId;
}

/** Its letters are never those of a transaction with the same key: the report of a reconciliation is a transaction with its letters. */
export function deriveReconciliationId(merchant: string, key: IdempotencyKey): ReconciliationId {
  return `rc_${deriveLetters([merchant, 'reconciliation', key])}` as ReconciliationId;
}

function deriveLetters(parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return encodeBase62(BigInt(`0x${digest}`));
}

function encodeBase62(number: bigint): string {
  let rest = number;
  return Array.from({ length: LETTERS }, () => {
    const letter = ALPHABET[Number(rest % 62n)];
    rest /= 62n;
    return letter;
  }).join('');
}

/**
 * The idempotency key, which is kept nowhere, goes into it: a body with a tax id cannot be found by trying all tax ids.
 *
 * @returns a hash that is the same for bodies that are equal as JSON, whatever their spacing and order of fields.
 */
export function hashRequest(body: unknown, key: string): string {
  return createHash('sha256')
    .update(toCanonicalJson([key, body]))
    .digest('hex');
}

/** @param value what `JSON.parse` gave. */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (isRecord(part) ? sortFields(part) : part));
}

/** Sorted by code unit. Built from entries, so that a field called `__proto__` is a field like any other. */
function sortFields(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names = Object.keys(record).sort();
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

function isRecord(part: unknown): part is Readonly<Record<string, unknown>> {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
