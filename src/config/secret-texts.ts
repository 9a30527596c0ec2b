import { SHORTEST, secretIndex } from './secret-index.js';

/** Secrets known by their text, and how to hide them. */
export interface SecretTexts {
  /** Secrets that come and go, such as tokens and API keys in use: beyond a number of them the least recent is forgotten. */
  learn(...secrets: readonly string[]): void;
  /** Secrets that are never forgotten. */
  learnForGood(...secrets: readonly string[]): void;
  hide(text: string): string;
}

/**
 * The API keys of 10,000 merchants, or their tokens of several days: a token is forgotten long after it expired, and an
 * API key is learned again with every request.
 */
const MOST_LEARNED = 50_000;

/** @param permanent secrets that are never forgotten. */
export function secretTexts(permanent: readonly string[]): SecretTexts {
  const index = secretIndex();
  const forGood = new Set<string>();
  // In the order of their last use.
  const learned = new Set<string>();

  function learn(secret: string): void {
    if (forGood.has(secret)) return;
    if (learned.delete(secret)) learned.add(secret);
    else if (addAll(secret)) learned.add(secret);
    const [eldest] = learned;
    if (learned.size > MOST_LEARNED && eldest !== undefined) forget(eldest);
  }

  function learnForGood(secret: string): void {
    if (!forGood.has(secret) && addAll(secret)) forGood.add(secret);
  }

  function addAll(secret: string): boolean {
    const spellings = spellingsOf(secret);
    for (const spelling of spellings) index.add(spelling);
    return spellings.length > 0;
  }

  function forget(secret: string): void {
    learned.delete(secret);
    for (const spelling of spellingsOf(secret)) index.remove(spelling);
  }

  permanent.forEach(learnForGood);
  return {
    learn: (...secrets) => secrets.forEach(learn),
    learnForGood: (...secrets) => secrets.forEach(learnForGood),
    hide: index.hide,
  };
}

/** As it is, in a form body, in an address, inside JSON; each the way other languages spell it, too. */
function spellingsOf(secret: string): readonly string[] {
  if (secret.trim().length < SHORTEST) return [];
  const wellFormed = Buffer.from(secret).toString();
  const form = new URLSearchParams([['', wellFormed]]).toString().slice(1);
  const percent = encodeURIComponent(wellFormed);
  const spellings = [
    secret,
    form,
    percent,
    inLowerCase(form),
    inLowerCase(percent),
    ...jsonSpellings(secret),
  ];
  return [...new Set(spellings)];
}

/** PHP escapes slashes, Python and Java what is not ASCII; and JSON is quoted in JSON. */
function jsonSpellings(secret: string): readonly string[] {
  const plain = inJson(secret);
  const ascii = plain.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [plain, ascii].flatMap((spelling) => {
    const slashed = spelling.replaceAll('/', '\\/');
    return [spelling, slashed, inJson(spelling), inJson(slashed)];
  });
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function inLowerCase(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
}
