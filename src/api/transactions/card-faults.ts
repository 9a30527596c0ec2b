import type { Fault } from '../problems/problem.js';
import { HOLDS_A_CARD, holdsNoCard } from './body-fields.js';

/** No option of any command is nested deeper. */
const DEEPEST = 8;

/** @returns every text in the options that looks like it holds a card number: options are kept as well as sent. */
export function cardFaults(options: unknown): readonly Fault[] {
  return heldIn(options, ['options']).map((field) => ({ field, message: HOLDS_A_CARD }));
}

function heldIn(value: unknown, path: readonly string[]): readonly string[] {
  if (typeof value === 'string') return holdsNoCard(value) ? [] : [path.join('.')];
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [];
  const article = 'encode' in value && value.encode === 'ean13';
  const parts = Object.entries(value).filter(
    ([name, part]) => !(article && name === 'data' && isEan13(part)),
  );
  return parts.flatMap(([name, part]) => heldIn(part, [...path, name]));
}

/** The number of an article, printed as a barcode: 13 digits like the shortest card numbers; its check digit tells them apart. */
function isEan13(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{13}$/.test(text)) return false;
  const sum = [...text].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
