import { REDACTED } from './redaction.text.js';

/** Secrets known by their text, and how to hide them. */
export interface SecretTexts {
  learn(...secrets: readonly string[]): void;
  hide(text: string): string;
}

/** Shorter ones are part of ordinary words. Also the length of the beginnings by which secrets are found. */
const SHORTEST = 4;
/** Tokens come and go: of those learned on the way the eldest are forgotten, long after they expired. */
const MOST_LEARNED = 5_000;

/** @param permanent secrets that are never forgotten. */
export function secretTexts(permanent: readonly string[]): SecretTexts {
  const forGood = new Set(permanent.flatMap(spellingsOf));
  const learned = new Set<string>();
  let index = indexOf(forGood);
  return {
    learn: (...secrets) => {
      const fresh = secrets
        .flatMap(spellingsOf)
        .filter((spelling) => !forGood.has(spelling) && !learned.has(spelling));
      if (fresh.length === 0) return;
      for (const spelling of fresh) learned.add(spelling);
      for (const eldest of [...learned].slice(0, Math.max(0, learned.size - MOST_LEARNED)))
        learned.delete(eldest);
      index = indexOf([...forGood, ...learned]);
    },
    hide: (text) => hidden(text, index),
  };
}

/** Secrets by their first characters, longest first: what a line costs does not grow with the number of secrets. */
type Index = ReadonlyMap<string, readonly string[]>;

function indexOf(secrets: Iterable<string>): Index {
  const index = new Map<string, string[]>();
  for (const secret of [...secrets].sort((one, other) => other.length - one.length)) {
    const beginning = secret.slice(0, SHORTEST);
    const alike = index.get(beginning);
    if (alike === undefined) index.set(beginning, [secret]);
    else alike.push(secret);
  }
  return index;
}

function hidden(text: string, index: Index): string {
  if (index.size === 0) return text;
  let shown = '';
  let from = 0;
  for (let at = 0; at + SHORTEST <= text.length; at += 1) {
    const secret = index
      .get(text.slice(at, at + SHORTEST))
      ?.find((candidate) => text.startsWith(candidate, at));
    if (secret === undefined) continue;
    shown += text.slice(from, at) + REDACTED;
    from = at + secret.length;
    at = from - 1;
  }
  return shown + text.slice(from);
}

/** As it is, in a form body, in an address, inside JSON. */
function spellingsOf(secret: string): readonly string[] {
  if (secret.trim().length < SHORTEST) return [];
  const wellFormed = Buffer.from(secret).toString();
  const form = new URLSearchParams([['', wellFormed]]).toString().slice(1);
  return [...new Set([secret, form, encodeURIComponent(wellFormed), JSON.stringify(secret).slice(1, -1)])];
}
