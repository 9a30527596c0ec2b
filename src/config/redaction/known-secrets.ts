import { MIN_SECRET_LENGTH, createSecretIndex } from './secret-index.js';

/** Secrets known by their text, and how to hide them. */
export interface KnownSecrets {
  /** Secrets that come and go, such as tokens and API keys in use: beyond a number of them the least recent is forgotten. */
  add(...secrets: readonly string[]): void;
  /** Secrets that are never forgotten. */
  addForever(...secrets: readonly string[]): void;
  hide(text: string): string;
}

/**
 * The API keys of 10,000 merchants, or their tokens of several days: a token is forgotten long after it expired, and an
 * API key is learned again with every request.
 */
const MAX_LEARNED = 50_000;

/** @param permanent secrets that are never forgotten. */
export function createKnownSecrets(permanent: readonly string[]): KnownSecrets {
  const index = createSecretIndex();
  const permanentSecrets = new Set<string>();
  // In the order of their last use.
  const learned = new Set<string>();

  function add(secret: string): void {
    if (permanentSecrets.has(secret)) return;
    if (learned.delete(secret)) learned.add(secret);
    else if (addAll(secret)) learned.add(secret);
    const [eldest] = learned;
    if (learned.size > MAX_LEARNED && eldest !== undefined) forget(eldest);
  }

  function addForever(secret: string): void {
    if (!permanentSecrets.has(secret) && addAll(secret)) permanentSecrets.add(secret);
  }

  function addAll(secret: string): boolean {
    const spellings = listSpellings(secret);
    for (const spelling of spellings) index.add(spelling);
    return spellings.length > 0;
  }

  function forget(secret: string): void {
    learned.delete(secret);
    for (const spelling of listSpellings(secret)) index.remove(spelling);
  }

  permanent.forEach(addForever);
  return {
    add: (...secrets) => secrets.forEach(add),
    addForever: (...secrets) => secrets.forEach(addForever),
    hide: index.hide,
  };
}

/** As it is, in a form body, in an address, inside JSON; each the way other languages spell it, too. */
function listSpellings(secret: string): readonly string[] {
  if (secret.trim().length < MIN_SECRET_LENGTH) return [];
  const wellFormed = Buffer.from(secret).toString();
  const form = new URLSearchParams([['', wellFormed]]).toString().slice(1);
  const percent = encodeURIComponent(wellFormed);
  const spellings = [
    secret,
    form,
    percent,
    lowerCaseEscapes(form),
    lowerCaseEscapes(percent),
    ...listJsonSpellings(secret),
  ];
  return [...new Set(spellings)];
}

/** PHP escapes slashes, Python and Java what is not ASCII; and JSON is quoted in JSON. */
function listJsonSpellings(secret: string): readonly string[] {
  const plain = escapeForJson(secret);
  const ascii = plain.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [plain, ascii].flatMap((spelling) => {
    const slashed = spelling.replaceAll('/', '\\/');
    return [spelling, slashed, escapeForJson(spelling), escapeForJson(slashed)];
  });
}

function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function lowerCaseEscapes(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
}
