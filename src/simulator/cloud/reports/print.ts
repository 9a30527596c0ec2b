import { isObject } from '../../http/body.js';
import type { FieldRule } from '../fields.js';
import { validateFields, wholeNumber } from '../fields.js';
import { defineReport } from './report.js';

const maxLineLength = 48;

/** What a text, a list of items or a code may hold: a text line of at most 48 characters. Contract §4.8. */
const rules: Readonly<Record<string, FieldRule>> = {
  printSeq: wholeNumber(0, 9_999, true),
  type: oneOf(['text', 'array', 'barcode', 'printcode'], true),
  encode: oneOf(['', 'ean13', 'qr', 'pdf417']),
  data: {
    expected: 'a text, or a list of objects with one text each',
    required: true,
    accepts: (value) => typeof value === 'string' || (Array.isArray(value) && value.every(isItem)),
  },
  align: oneOf(['left', 'center']),
};

/** What goes with what. Contract §14.7. */
const encodings: Readonly<Record<string, readonly unknown[]>> = {
  text: ['', undefined],
  array: ['', undefined],
  barcode: ['ean13'],
  printcode: ['qr', 'pdf417'],
};

function oneOf(words: readonly string[], required = false): FieldRule {
  const expected = `one of ${words.map((word) => `"${word}"`).join(', ')}`;
  return { expected, required, accepts: (value) => words.some((word) => word === value) };
}

function isItem(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isPrintableLine(value: unknown): boolean {
  if (!isObject(value) || validateFields(value, rules).length > 0) return false;
  const { type, data, encode } = value;
  if (encodings[String(type)]?.includes(encode) !== true) return false;
  if (type === 'array') return Array.isArray(data);
  if (typeof data !== 'string') return false;
  return type !== 'text' || data.split('\n').every((line) => line.length <= maxLineLength);
}

/** `POST printservice`, 117: prints a document. Contract §4.8. */
export const print = defineReport({
  path: 'printservice',
  code: 117,
  countries: ['CL'],
  rules: {
    details: {
      expected: 'a list of printable lines, text lines of at most 48 characters',
      required: true,
      accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(isPrintableLine),
    },
  },
});
