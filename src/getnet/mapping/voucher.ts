import type { Card } from '../../domain/verdict.js';
import type { WireResult } from '../wire/terminal-result.js';
import { readAuthorizationCode } from './authorization-code.js';
import { maskText } from './safe-text.js';

/** What names a sale and its card, in a result as in a list of sales. */
type WireVoucher = Pick<
  WireResult,
  'authorizationCode' | 'operationId' | 'cardBrand' | 'cardType' | 'last4Digits'
>;

/** The authorisation code as it may be kept; null where there is none, or one in doubt. */
export function toAuthorizationCode({ authorizationCode }: Pick<WireVoucher, 'authorizationCode'>) {
  const read = readAuthorizationCode(authorizationCode);
  return read.kind === 'code' ? read.code : null;
}

/** Getnet's number of a sale; 0 is none. */
export function toOperationId({ operationId }: Pick<WireVoucher, 'operationId'>): number | null {
  return operationId !== undefined && operationId > 0 ? operationId : null;
}

/** A card's brand and type, and a date: a list of hundreds of them stays small. */
export const MAX_NAME_LENGTH = 40;

/** What may be kept of a card: no BIN, no expiry. */
export function toCard({ cardBrand, cardType, last4Digits }: WireVoucher): Card | null {
  const card = {
    brand: maskOrNull(cardBrand, MAX_NAME_LENGTH),
    type: maskOrNull(cardType, MAX_NAME_LENGTH),
    last4: toLastFour(last4Digits),
  };
  return card.brand === null && card.type === null && card.last4 === null ? null : card;
}

function toLastFour(digits: string | undefined): string | null {
  return digits?.match(/\d{4}$/)?.[0] ?? null;
}

/** A text of Getnet's as it may be kept. */
export function maskOrNull(text: string | undefined, limit?: number): string | null {
  return text === undefined ? null : maskText(text, limit);
}
