import type { Card } from '../../domain/verdict.js';
import type { WireResult } from '../wire/terminal-result.js';
import { readAuthorizationCode } from './authorization-code.js';
import { safeText } from './safe-text.js';

/** What names a sale and its card, in a result as in a list of sales. */
type WireVoucher = Pick<
  WireResult,
  'authorizationCode' | 'operationId' | 'cardBrand' | 'cardType' | 'last4Digits'
>;

/** @returns the authorisation code as it may be kept; null where there is none, or one in doubt. */
export function authorizationCodeOf({ authorizationCode }: Pick<WireVoucher, 'authorizationCode'>) {
  const read = readAuthorizationCode(authorizationCode);
  return read.kind === 'code' ? read.code : null;
}

/** @returns Getnet's number of a sale; 0 is none. */
export function operationIdOf({ operationId }: Pick<WireVoucher, 'operationId'>): number | null {
  return operationId !== undefined && operationId > 0 ? operationId : null;
}

/** A card's brand and type, and a date: a list of hundreds of them stays small. */
export const LONGEST_NAME = 40;

/** @returns what may be kept of a card: no BIN, no expiry. */
export function cardOf({ cardBrand, cardType, last4Digits }: WireVoucher): Card | null {
  const card = {
    brand: shown(cardBrand, LONGEST_NAME),
    type: shown(cardType, LONGEST_NAME),
    last4: lastFour(last4Digits),
  };
  return card.brand === null && card.type === null && card.last4 === null ? null : card;
}

function lastFour(digits = ''): string | null {
  return /\d{4}$/.exec(digits)?.[0] ?? null;
}

/** @returns a text of Getnet's as it may be kept. */
export function shown(text: string | undefined, limit?: number): string | null {
  return text === undefined ? null : safeText(text, limit);
}
