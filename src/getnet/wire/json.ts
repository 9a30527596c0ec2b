/**
 * Reads JSON as programs write it, not only as it is defined: trailing commas, `NaN`, raw line breaks in texts, bytes that
 * mean nothing at both ends. Its digits are never rounded: a number that JavaScript cannot hold stays a text. A key that is
 * there twice with two values has neither: its value is a list of both, which no field takes.
 *
 * @throws SyntaxError where it is no JSON even so, cut off, or nested deeper than any answer.
 */
export function parseJson(text: string): unknown {
  const cursor: Cursor = { text, at: 0 };
  const value = readValue(cursor, 0);
  skipBlanks(cursor);
  if (cursor.at < text.length) throw buildSyntaxError(cursor);
  return value;
}

interface Cursor {
  readonly text: string;
  at: number;
}

const DEEPEST = 40;
const [SPACE, NO_BREAK_SPACE] = [0x20, 0xa0];
const BLANK = /[\s\0\uFEFF]*/y;
const STRING = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const WORD = /-?(?:[A-Za-z]+|\d[\d.]*(?:[eE][+-]?\d+)?)/y;

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', null],
]);

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > DEEPEST) throw buildSyntaxError(cursor);
  skipBlanks(cursor);
  const mark = cursor.text[cursor.at];
  if (mark === '{') return readObject(cursor, depth);
  if (mark === '[') return readList(cursor, depth);
  return mark === '"' ? readString(cursor) : readWord(cursor);
}

function readObject(cursor: Cursor, depth: number): unknown {
  const fields = new Map<string, unknown>();
  cursor.at += 1;
  while (!consumeMark(cursor, '}')) {
    const key = readString(cursor);
    if (!consumeMark(cursor, ':')) throw buildSyntaxError(cursor);
    const value = readValue(cursor, depth + 1);
    fields.set(key, fields.has(key) ? mergeValues(fields.get(key), value) : value);
    consumeSeparator(cursor, '}');
  }
  return Object.fromEntries(fields);
}

function readList(cursor: Cursor, depth: number): unknown {
  const items: unknown[] = [];
  cursor.at += 1;
  while (!consumeMark(cursor, ']')) {
    items.push(readValue(cursor, depth + 1));
    consumeSeparator(cursor, ']');
  }
  return items;
}

/** A comma, or the end that comes next. */
function consumeSeparator(cursor: Cursor, end: string): void {
  if (consumeMark(cursor, ',')) return;
  if (cursor.text[cursor.at] !== end) throw buildSyntaxError(cursor);
}

function consumeMark(cursor: Cursor, mark: string): boolean {
  skipBlanks(cursor);
  if (cursor.text[cursor.at] !== mark) return false;
  cursor.at += 1;
  return true;
}

function readString(cursor: Cursor): string {
  skipBlanks(cursor);
  const literal = consumeMatch(cursor, STRING);
  if (!literal.includes('\\')) return literal.slice(1, -1);
  // Line breaks and tabs are not allowed raw, and are written raw all the same.
  return JSON.parse(literal.replace(/[\u0000-\u001f]/g, ' ')) as string;
}

function readWord(cursor: Cursor): unknown {
  const word = consumeMatch(cursor, WORD);
  const known = words.get(word.toLowerCase());
  return known === undefined ? toNumber(word) : known;
}

/** What is no number JavaScript can hold as it is written stays a text: `NaN`, 19 digits, a leading zero. */
function toNumber(word: string): number | string {
  const number = Number(word);
  if (!Number.isFinite(number) || /^-?0\d/.test(word)) return word;
  const digits = word.replace(/[eE].*$/, '').replace(/\D/g, '');
  const exact = Number.isInteger(number) ? Number.isSafeInteger(number) : digits.length <= 15;
  return exact ? number : word;
}

/** Two values of one key that disagree are neither: what is left is there and unreadable. */
export function mergeValues(one: unknown, other: unknown): unknown {
  if (isAbsent(one)) return other;
  return isAbsent(other) || one === other || JSON.stringify(one) === JSON.stringify(other)
    ? one
    : [one, other];
}

function consumeMatch(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  if (!pattern.test(cursor.text)) throw buildSyntaxError(cursor);
  const begin = cursor.at;
  cursor.at = pattern.lastIndex;
  return cursor.text.slice(begin, cursor.at);
}

function skipBlanks(cursor: Cursor): void {
  const char = cursor.text.charCodeAt(cursor.at);
  if (char > SPACE && char < NO_BREAK_SPACE) return;
  BLANK.lastIndex = cursor.at;
  cursor.at += BLANK.exec(cursor.text)?.[0].length ?? 0;
}

function buildSyntaxError({ at }: Cursor): SyntaxError {
  return new SyntaxError(`no JSON at character ${at}`);
}

/** Whether a field is missing, null or an empty text. */
export function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
