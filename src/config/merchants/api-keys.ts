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
 * No timing attack: the time of a look-up depends on the hash of the presented key, which the caller knows already. A caller
 * cannot steer that hash towards a stored one without breaking SHA-256.
 */
export type ApiKeyLookup<Known> = (presented: string) => Known | undefined;

/** @param known by the SHA-256 of the key in lower-case hex. */
export function createApiKeyLookup<Known>(known: ReadonlyMap<string, Known>): ApiKeyLookup<Known> {
  return (presented) => known.get(createHash('sha256').update(presented, 'utf8').digest('hex'));
}

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
