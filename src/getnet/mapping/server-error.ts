import type { RefusalReason } from '../../domain/dispatch.js';
import type { WireAnswer } from '../wire/answer.js';

/** What the message of a wrapper with code 0 says (contract §8). Only the refusals prove that nothing was dispatched. */
export type ServerError =
  | {
      readonly kind: 'refusal';
      readonly reason: Exclude<RefusalReason, 'mode_unavailable' | 'forbidden' | 'rate_limited'>;
    }
  | { readonly kind: 'id_not_found' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'other' };

/** Far more than any documented message; the patterns below are not for books. */
const LONGEST_MESSAGE = 500;

/** Asked before any refusal: whatever speaks of time running out may have reached the terminal. */
const OUT_OF_TIME = /TIME.?D?.?OUT|EXCEDID|AGOTAD|EXPIR|90/;
const BUSY = /OPERA.*(?:(?<!\d)15(?!\d)|(?<!\d)5 ?M)/;
const OFFLINE = /C2C.*\bNOT?\b.*RESPOND|\bNOT?\b.*RESPOND.*C2C/;
const NO_SUCH_ID = /^(?!.*KEYPOS).*\bID\b.*(?:NOT FOUND|NO ENCONTRAD)/;

/** Reads any text at all, whatever its case, accents and language; what is not surely a refusal is none. */
export function serverErrorOf(message: string): ServerError {
  if (message.length > LONGEST_MESSAGE) return { kind: 'other' };
  const text = plain(message);
  if (NO_SUCH_ID.test(text)) return { kind: 'id_not_found' };
  if (OUT_OF_TIME.test(text)) return { kind: 'timeout' };
  if (text.includes('KEYPOS')) return { kind: 'refusal', reason: 'terminal_unknown' };
  if (BUSY.test(text)) return { kind: 'refusal', reason: 'terminal_busy' };
  if (OFFLINE.test(text)) return { kind: 'refusal', reason: 'terminal_offline' };
  return text === 'UNAUTHORIZED' ? { kind: 'refusal', reason: 'unauthorized' } : { kind: 'other' };
}

function plain(message: string): string {
  return message.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().replace(/\s+/g, ' ').trim();
}

/** @returns whether the token was refused: HTTP 401, or exactly `UNAUTHORIZED` (contract §2). */
export function isUnauthorized({ httpStatus, wrapper }: WireAnswer): boolean {
  if (httpStatus === 401) return true;
  const error = wrapper?.code === 0 ? serverErrorOf(wrapper.message) : undefined;
  return error?.kind === 'refusal' && error.reason === 'unauthorized';
}
