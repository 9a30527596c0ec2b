import { isCardNumber } from './card-numbers.js';
import { createKnownSecrets } from './known-secrets.js';
import { REDACTED, redactForms } from './redact-text.js';
import { toPlainJson } from './to-plain-json.js';
import type { PlainJson } from './to-plain-json.js';

/** The one place that decides what no log may show. */
export interface Redactor {
  /** Makes a secret unprintable from now on: client secrets, API keys, tokens. Texts under 4 characters are ignored. */
  addSecrets(...secrets: readonly string[]): void;
  /** The same for secrets that are never forgotten, however many others are learned: those of the settings. */
  addPermanentSecrets(...secrets: readonly string[]): void;
  /** Takes secrets, tokens, callback addresses and card numbers out of a text. Total. */
  redactText(text: string): string;
  /** The same for any value at any depth, which becomes plain JSON; fields named like a secret lose their value. Total. */
  value(value: unknown): PlainJson;
}

/** Compared in lower case and without `_` and `-`. `authorizationCode` is a result, and stays. */
const secretNames = new Set(
  (
    'bin expirydate expirationdate expiry pan cardnumber accountnumber cvv track1 track2 last4digits ' +
    'ruttovalidate rutread cardholder cardholdername authorization proxyauthorization cookie setcookie ' +
    'password passphrase privatekey'
  ).split(' '),
);
const ID_POS_TXS = /^\d{1,19}$/;
const SECRET_SUFFIX = /(?:secret|token|apikey|callbackkeys|signaturekey)$/;

/** @param permanent secrets that are known from the start and never forgotten. */
export function createRedactor(permanent: readonly string[] = []): Redactor {
  const secrets = createKnownSecrets(permanent);
  const redactText = (value: string): string => redactForms(secrets.hide(value));
  return {
    addSecrets: secrets.add,
    addPermanentSecrets: secrets.addForever,
    redactText,
    value: (value) => toPlainJson(value, { text: redactText, number: redactNumber, field: redactByName }),
  };
}

/** A secret's value is never shown; Getnet's number always is, though it may look like a card's. */
function redactByName(name: string, value: unknown): PlainJson | undefined {
  if (value === null || value === undefined) return undefined;
  if (name === 'idPosTxs' && (typeof value === 'string' || typeof value === 'number')) {
    return ID_POS_TXS.test(String(value)) ? value : undefined;
  }
  return isSecretName(name) ? REDACTED : undefined;
}

function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[_-]/g, '');
  return secretNames.has(plain) || SECRET_SUFFIX.test(plain);
}

function redactNumber(value: number | bigint): number | string {
  if (isCardNumber(String(value))) return '[card]';
  return typeof value === 'bigint' || !Number.isFinite(value) ? String(value) : value;
}
