import { maskText } from './safe-text.js';

/**
 * What Getnet wrote where an authorisation code belongs. `odd`: something is there, and it is no code (`000000`, the text
 * `null`), or not surely the whole one.
 */
export type AuthorizationCode =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'odd'; readonly doubt: string };

/** What programs and people write for *none*, without punctuation. */
const NONE =
  /^(?:null|nil|undefined|none|nan|na|sn|false|true|unknown|unreadable|empty|object|objectobject|x+|ningun[oa]|vacio|noaplica|notapplicable|desconocido|sin(?:codigo|autorizacion|dato)?|nocode|nodata)$/i;

/**
 * Reads the field as it came. Fewer than six digits may have lost leading zeros, and are not padded: that would be a guess,
 * and a guessed code could return another sale.
 */
export function readAuthorizationCode(field: string | number | undefined): AuthorizationCode {
  if (field === undefined) return { kind: 'absent' };
  const text = maskText(String(field), 40);
  if (!isCode(text) || (typeof field === 'number' && !/^\d+$/.test(text)))
    return buildOddCode(`Getnet gave “${text}” as the authorisation code, which is none`);
  if (mayHaveLostZeros(text))
    return buildOddCode(`Getnet gave ${text} as the authorisation code, which may have lost leading zeros`);
  return { kind: 'code', code: text };
}

/** Whether a code is shorter than every one ever seen, of six characters (contract §4.0), and a number. */
export function mayHaveLostZeros(code: string): boolean {
  return /^\d{1,5}$/.test(code);
}

/** Whether a text can be an authorisation code: zeros, punctuation and words for *none* cannot. */
export function isCode(text: string): boolean {
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '');
  return /[\p{L}1-9]/u.test(letters) && !NONE.test(letters);
}

/** Whether two codes are the same, whatever became of leading zeros and case on the way. */
export function isSameCode(one: string, other: string): boolean {
  return normalizeCode(one) === normalizeCode(other);
}

function normalizeCode(code: string): string {
  return code.trim().toUpperCase().replace(/^0+/, '');
}

function buildOddCode(doubt: string): AuthorizationCode {
  return { kind: 'odd', doubt: `${doubt}: take it from the receipt.` };
}
