import { taxIdCheckDigit } from '../../domain/tax-id.js';
import { maskCardNumbers } from './card-numbers.js';

/** What stands where something was taken out. */
export const REDACTED = '[redacted]';

/** Beyond this a text is cut, so that a log line stays a line. In characters. */
const MAX_SHOWN_CHARACTERS = 16_000;
/** What is read of a longer one: more than is shown, so that no secret is cut in two before it is recognised. */
const MAX_READ_CHARACTERS = MAX_SHOWN_CHARACTERS + 4_000;

const CALLBACK_ADDRESS = /((?:\/|%2F)webhooks(?:\/|%2F)getnet(?:\/|%2F))[^\s"'`<>\\,;)]+/gi;
/** As `getnet/callback-token` makes them: version, key id, attempt, expiry, proof. */
const CALLBACK_TOKEN =
  /\bv\d+\.[A-Za-z0-9_-]{1,32}\.tx_[0-9A-Za-z]{19}(?:-\d{1,2})?\.[0-9a-z]+\.[A-Za-z0-9_-]+/g;
const AUTHORIZATION =
  /(\b(?:proxy-)?authorization\\?["']?\s*[:=]\s*\\?["']?)(?!\[redacted\])[^"'\r\n,}\\]+/gi;
const BEARER = /\b(bearer\s+)(?!\[redacted\])[^\s"',;}\\]+/gi;
const JWT = /\beyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)*|\beyJ[A-Za-z0-9_-]{17,}/g;

const SECRET_FIELDS =
  'bin|expiryDate|expirationDate|clientSecret|client_secret|password|access_token|token|apiKey|api_key|pan|cardNumber|cvv|last4Digits|rutRead|rutToValidate';
/** Quoted or numeric after a colon, anything after an equals sign: JSON, JSON in JSON, `inspect` and forms. */
const FIELD_VALUES = [
  String.raw`:\s*"(?:[^"\\]|\\.)*(?:"|$)`,
  String.raw`:\s*\\+"[^"\\]*(?:\\+"|$)`,
  String.raw`:\s*'[^']*(?:'|$)`,
  String.raw`:\s*\d+`,
  String.raw`=\s*[^\s&,;}]+`,
];
const NAMED_SECRET = new RegExp(
  String.raw`((?<![A-Za-z0-9_./-])(?:${SECRET_FIELDS})\\*["']?\s*)(?:${FIELD_VALUES.join('|')})`,
  'gi',
);

/** Takes out of a text all that is known by its form: callback addresses, tokens, named secrets, card numbers, tax ids. Total. */
export function redactForms(text: string): string {
  const shown = text
    .slice(0, MAX_READ_CHARACTERS)
    .replace(CALLBACK_ADDRESS, `$1${REDACTED}`)
    .replace(CALLBACK_TOKEN, REDACTED)
    .replace(AUTHORIZATION, `$1${REDACTED}`)
    .replace(BEARER, `$1${REDACTED}`)
    .replace(JWT, REDACTED)
    .replace(NAMED_SECRET, `$1: ${REDACTED}`);
  return shorten(maskTaxIds(maskCardNumbers(shown)), text.length);
}

function shorten(text: string, length: number): string {
  if (length <= MAX_SHOWN_CHARACTERS) return text;
  return `${text.slice(0, text.length - Math.min(length - MAX_SHOWN_CHARACTERS, MAX_READ_CHARACTERS - MAX_SHOWN_CHARACTERS))}… (of ${length} characters)`;
}

/** With dots or without, the hyphen before the check digit: without it, a tax id looks like any other number. */
const TAX_ID = /(?<![\d.-])(\d{1,2}(?:\.\d{3}){2}|\d{7,8})[-\u2010-\u2015]([\dkK])(?![\w-])/g;
const MASK = '[tax id]';

/** Masks Chilean tax ids (RUT) in a text: those whose check digit is right. */
export function maskTaxIds(text: string): string {
  return text.replace(TAX_ID, (whole: string, number: string, digit: string) =>
    taxIdCheckDigit(number.replaceAll('.', '')) === digit.toUpperCase() ? MASK : whole,
  );
}
