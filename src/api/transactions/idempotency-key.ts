import { problem } from '../problems/problem.js';

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
export function idempotencyKey(header: string | readonly string[] | undefined): IdempotencyKey {
  if (header === undefined) {
    throw problem(
      'idempotency-key-missing',
      'Send an Idempotency-Key header, one key per payment, so that the request is safe to repeat. Nothing was started.',
    );
  }
  const key = typeof header === 'string' ? withoutQuotes(header) : '';
  if (KEY.test(key)) return key as IdempotencyKey;
  throw problem(
    'idempotency-key-invalid',
    'The Idempotency-Key must be 1 to 255 visible ASCII characters, sent once, bare or in one pair of quotes without ' +
      'parameters; a UUID does well. Nothing was started.',
  );
}

/** @returns the content of a quoted string, its escapes resolved; any other text as it is. */
function withoutQuotes(header: string): string {
  const [, quoted] = QUOTED.exec(header) ?? [];
  return quoted?.replace(/\\(["\\])/g, '$1') ?? header;
}
