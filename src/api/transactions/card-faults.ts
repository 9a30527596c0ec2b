import { isEan13 } from '../../getnet/countries/ean13.js';
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
    // An article's 13 digits are as long as the shortest card numbers; their check digit tells them apart.
    ([name, part]) => !(article && name === 'data' && typeof part === 'string' && isEan13(part)),
  );
  return parts.flatMap(([name, part]) => heldIn(part, [...path, name]));
}
