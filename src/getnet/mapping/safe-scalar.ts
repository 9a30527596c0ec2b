import { maskText } from './safe-text.js';

/** The number of a card's application: as long as a card number, and none. */
const APPLICATION_ID = /^A0000[0-9A-F]{5,11}$/i;

/** A single value of Getnet's that may be stored and shown; see {@link maskText}. */
export function maskScalar(value: string | number | boolean | null): string | number | boolean | null {
  if (typeof value === 'boolean' || value === null || APPLICATION_ID.test(String(value))) return value;
  const text = maskText(String(value));
  return text === String(value) ? value : text;
}
