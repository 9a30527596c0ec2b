import { createHash } from 'node:crypto';
import type { Country } from '../../domain/terminal.js';
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

/**
 * What is known of each API key, found in constant time by the SHA-256 of the key.
 *
 * The time of a look-up in a map depends on the hash alone. Whoever measures it learns something about the hash of the
 * key that he presented, which he knows already; he cannot steer that hash towards a stored one without breaking
 * SHA-256, so there is no prefix to be guessed step by step.
 */
export type ApiKeyLookup<Known> = (presented: string) => Known | undefined;

/** @param known by the SHA-256 of the key in lower-case hex. */
export function createApiKeyLookup<Known>(known: ReadonlyMap<string, Known>): ApiKeyLookup<Known> {
  return (presented) => known.get(createHash('sha256').update(presented, 'utf8').digest('hex'));
}

/** @returns the callers of the merchants by the hashes of their keys. */
export function indexCallers(merchants: readonly MerchantEntry[]): ReadonlyMap<string, Caller> {
  return new Map(
    merchants.flatMap(({ id, country, apiKeys }) =>
      apiKeys.map((key) => {
        const caller: Caller = { merchant: id, country, keyId: key.id, roles: key.roles };
        return [key.sha256, caller] as const;
      }),
    ),
  );
}
