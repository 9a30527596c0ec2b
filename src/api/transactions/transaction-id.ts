import { createHash } from 'node:crypto';
import type { TransactionId } from '../../domain/ids.js';
import type { IdempotencyKey } from './idempotency-key.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LETTERS = 19;

/**
 * The transaction id *is* the key: whoever repeats it finds the same transaction, with nothing stored in between. 19 of 62
 * letters are 113 bits of SHA-256: two keys do not meet. Wire format: changing it would forget every key in use.
 */
export function transactionIdOf(merchant: string, key: IdempotencyKey): TransactionId {
  // As a JSON array no merchant and key can be mistaken for another pair.
  const digest = createHash('sha256')
    .update(JSON.stringify([merchant, key]))
    .digest('hex');
  return `tx_${base62(BigInt(`0x${digest}`))}` as TransactionId;
}

function base62(number: bigint): string {
  let rest = number;
  return Array.from({ length: LETTERS }, () => {
    const letter = ALPHABET[Number(rest % 62n)];
    rest /= 62n;
    return letter;
  }).join('');
}
