import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseCustomId } from '../domain/ids.js';
import type { CustomId } from '../domain/ids.js';
import type { EpochMs } from '../domain/time.js';

/** A key of callback tokens, with the name a token carries it by. */
export interface CallbackKey {
  readonly kid: string;
  readonly key: Uint8Array;
}

/** Proof that a callback address is ours: bound to one attempt, keyed and expiring (contract §6). */
export interface CallbackTokens {
  /** @returns text that is safe in a URL path, at most 150 characters. Secret. */
  sign(customId: CustomId, expiresAt: EpochMs): string;
  /**
   * Takes any text at all and never throws.
   * @returns undefined for a forged, foreign, expired or unreadable token, without saying which
   */
  verify(token: string, now: EpochMs): { readonly customId: CustomId } | undefined;
}

const VERSION = 'v1';
const MAX_TOKEN_LENGTH = 150;

/** @param keys the first signs, all verify: a new key is put first, the old one stays until its tokens have expired. */
export function callbackTokens(keys: readonly [CallbackKey, ...CallbackKey[]]): CallbackTokens {
  const [signing] = keys;
  const known = new Map(keys.map(({ kid, key }) => [kid, key]));

  return {
    sign(customId, expiresAt) {
      const claim = [VERSION, signing.kid, customId, Math.floor(expiresAt).toString(36)].join('.');
      return `${claim}.${computeMac(claim, signing.key)}`;
    },

    verify(token, now) {
      if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH) return undefined;
      const [version, kid = '', customId = '', expiry = '', presented = '', ...rest] = token.split('.');
      const key = known.get(kid);
      if (version !== VERSION || key === undefined || rest.length > 0) return undefined;
      const expected = computeMac([version, kid, customId, expiry].join('.'), key);
      if (!areEqual(presented, expected) || parseCustomId(customId) === undefined) return undefined;
      return parseInt(expiry, 36) > now ? { customId: customId as CustomId } : undefined;
    },
  };
}

function computeMac(claim: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(claim).digest('base64url');
}

/** Texts, not bytes, are compared: one token has one spelling. */
function areEqual(presented: string, expected: string): boolean {
  const one = Buffer.from(presented);
  const other = Buffer.from(expected);
  return one.length === other.length && timingSafeEqual(one, other);
}
