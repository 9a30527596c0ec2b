import { taxIdCheckDigit } from '../../../domain/tax-id.js';

const MOST_DIGITS = 8;

/** Thousands with dots or without, with or without the hyphen before the check digit. */
const RUT = /^(\d{1,3}(?:\.\d{3}){1,2}|\d{1,8})-?([\dkK])$/;

/** @returns whether a text is a Chilean tax id whose check digit is right: modulo 11, weights 2 to 7 from the right. */
export function isRut(text: string): boolean {
  return formatRut(text) !== undefined;
}

/**
 * @returns a Chilean tax id in the one form that terminals know, `11.111.111-1` with an upper-case K (contract §14.8);
 *   undefined for a text that is none.
 */
export function formatRut(text: string): string | undefined {
  const [, number = '', digit = ''] = RUT.exec(text) ?? [];
  const digits = number.replaceAll('.', '').replace(/^0+(?=\d)/, '');
  if (digits === '' || digits.length > MOST_DIGITS || taxIdCheckDigit(digits) !== digit.toUpperCase())
    return undefined;
  return `${digits.replaceAll(/\B(?=(?:\d{3})+$)/g, '.')}-${digit.toUpperCase()}`;
}
