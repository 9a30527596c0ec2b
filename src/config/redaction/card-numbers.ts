import { ISSUER_DIGITS, isIssued } from './card-issuers.js';

/** A run of digit groups held together by spaces or dashes: how people and devices write card numbers. */
const DIGIT_GROUPS = /\d+(?:[ \t\u00a0\u2010-\u2015-]{1,3}\d+)*/g;
/** Digits that are known to be something else: our ids, Getnet's number where it is named, UUIDs, long hashes. */
const KNOWN_NUMBERS =
  /tx_[0-9A-Za-z]{19}(?:-\d{1,2})?(?![0-9A-Za-z])|idPosTxs\\?["']?\s{0,3}[:=]?\s{0,3}\\?["']?\d{1,19}(?!\d)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b(?=[0-9a-f]*[a-f])[0-9a-f]{32,}\b/gi;

const MIN_DIGITS = 12;
const MAX_DIGITS = 19;
const MASK = '[card]';

/** Whether numbers of this length, which satisfy the Luhn check, begin as cards do. @param first the first digits, four at the most. */
type BeginsAsCard = (first: string, length: number) => boolean;

/**
 * Masks card numbers in a text of a log: 12 to 19 digits, in groups or not, that satisfy the Luhn check and begin as cards
 * do. It masks more than issuers give out: a log does without an order number, and not every issuer is known.
 * Ids of ours, epoch times and Getnet's `idPosTxs` where it is named stay readable.
 */
export function maskCardNumbers(text: string): string {
  return maskMatching(text, mayBeCard);
}

/**
 * Whether a text holds a card number: an issuer's range, length and check digit all fit. Narrower than
 * {@link maskCardNumbers}, because a payment is refused for it: order numbers have 16 digits, too.
 */
export function holdsCardNumber(text: string): boolean {
  return maskMatching(text, isIssued) !== text;
}

function maskMatching(text: string, beginsAsCard: BeginsAsCard): string {
  if (!holdsEnoughDigits(text)) return text;
  const mask = (run: string): string => maskRun(run, beginsAsCard);
  let shown = '';
  let from = 0;
  for (const known of text.matchAll(KNOWN_NUMBERS)) {
    shown += text.slice(from, known.index).replace(DIGIT_GROUPS, mask) + known[0];
    from = known.index + known[0].length;
  }
  return shown + text.slice(from).replace(DIGIT_GROUPS, mask);
}

export function isCardNumber(digits: string): boolean {
  return /^\d+$/.test(digits) && findLastGroup([digits], 0, mayBeCard) === 0;
}

/** Every window of whole groups that is a card number is masked: an amount before the number must not hide it. */
function maskRun(run: string, beginsAsCard: BeginsAsCard): string {
  const parts = run.split(/(\d+)/);
  const groups = parts.filter((_part, index) => index % 2 === 1);
  const inCards = new Set<number>();
  for (let first = 0; first < groups.length; first += 1) {
    const last = findLastGroup(groups, first, beginsAsCard);
    for (let group = first; group <= last; group += 1) inCards.add(2 * group + 1);
  }
  return inCards.size === 0 ? run : maskGroups(parts, inCards);
}

/**
 * Finds the longest card number that begins with the given group, in one pass over at most 19 digits.
 *
 * @returns the place of its last group, or -1.
 */
function findLastGroup(groups: readonly string[], first: number, beginsAsCard: BeginsAsCard): number {
  let sum = 0;
  let sumIfNext = 0;
  let length = 0;
  let digits = '';
  let found = -1;
  for (let place = first; place < groups.length; place += 1) {
    const group = groups[place] ?? '';
    if (length + group.length > MAX_DIGITS) break;
    for (let at = 0; at < group.length; at += 1) {
      const digit = group.charCodeAt(at) - 48;
      [sum, sumIfNext] = [sumIfNext + digit, sum + doubleForLuhn(digit)];
    }
    length += group.length;
    if (digits.length < ISSUER_DIGITS) digits = (digits + group).slice(0, ISSUER_DIGITS);
    if (sum % 10 === 0 && length >= MIN_DIGITS && beginsAsCard(digits, length)) found = place;
  }
  return found;
}

/** The Luhn check counts every second digit from the right double, its digits added up. */
function doubleForLuhn(digit: number): number {
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}

/** Times (1…, or 2… when written as a date) are kept apart from cards by what no network issues at that length. */
function mayBeCard(first: string, length: number): boolean {
  if (isIssued(first, length)) return true;
  if (length === MIN_DIGITS || first.startsWith('0') || first.startsWith('1')) return false;
  return !first.startsWith('2') || length >= 16;
}

function maskGroups(parts: readonly string[], inCards: ReadonlySet<number>): string {
  return parts
    .map((part, index) => {
      if (inCards.has(index)) return inCards.has(index - 2) ? '' : MASK;
      return inCards.has(index - 1) && inCards.has(index + 1) ? '' : part;
    })
    .join('');
}

function holdsEnoughDigits(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count < MIN_DIGITS; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) count += 1;
  }
  return count >= MIN_DIGITS;
}
