import { createHash, timingSafeEqual } from 'node:crypto';
import type { Country } from '../domain/terminal.js';
import type { MerchantEntry } from './merchants.schema.js';

/** `payments` starts, reads, cancels and confirms; `operator` reads the same and settles what needs a person. */
export type Role = 'payments' | 'operator';

/** Who an API key speaks for. */
export interface Caller {
  readonly merchant: string;
  readonly country: Country;
  /** The key's id in the merchants file, fit for logs; never the key. */
  readonly keyId: string;
  readonly roles: readonly Role[];
}

interface StoredKey {
  readonly hash: Buffer;
  readonly caller: Caller;
}

/** @returns a look-up by API key whose time tells nothing about the keys: every stored hash is compared, found or not. */
export function callerByKey(merchants: readonly MerchantEntry[]): (presented: string) => Caller | undefined {
  const stored = merchants.flatMap(storedKeys);
  return (presented) => {
    const hash = createHash('sha256').update(presented, 'utf8').digest();
    return stored.filter((key) => timingSafeEqual(key.hash, hash)).at(0)?.caller;
  };
}

function storedKeys({ id, country, apiKeys }: MerchantEntry): readonly StoredKey[] {
  return apiKeys.map((key) => ({
    hash: Buffer.from(key.sha256, 'hex'),
    caller: { merchant: id, country, keyId: key.id, roles: key.roles },
  }));
}
