import { problem } from '../problems/problem.js';

declare const brand: unique symbol;

/** 1 to 255 visible ASCII characters, chosen by the caller: one per payment. */
export type IdempotencyKey = string & { readonly [brand]: 'IdempotencyKey' };

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/**
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
  if (typeof header === 'string' && VISIBLE_ASCII.test(header)) return header as IdempotencyKey;
  throw problem(
    'idempotency-key-invalid',
    'The Idempotency-Key must be 1 to 255 visible ASCII characters, sent once; a UUID does well. Nothing was started.',
  );
}
