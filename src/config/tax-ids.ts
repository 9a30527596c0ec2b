import { taxIdCheckDigit } from '../domain/tax-id.js';

/** With dots or without, the hyphen before the check digit: without it, a tax id looks like any other number. */
const TAX_ID = /(?<![\d.-])(\d{1,2}(?:\.\d{3}){2}|\d{7,8})[-\u2010-\u2015]([\dkK])(?![\w-])/g;
const MASK = '[tax id]';

/** Masks Chilean tax ids (RUT) in a text: those whose check digit is right. */
export function maskTaxIds(text: string): string {
  return text.replace(TAX_ID, (whole: string, number: string, digit: string) =>
    taxIdCheckDigit(number.replaceAll('.', '')) === digit.toUpperCase() ? MASK : whole,
  );
}
