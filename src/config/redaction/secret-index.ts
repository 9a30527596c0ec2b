import { REDACTED } from './redact-text.js';

/** Shorter texts are part of ordinary words. Also the length of the beginnings by which secrets are found. */
export const MIN_SECRET_LENGTH = 4;

/**
 * Finds texts inside other texts. Adding, removing and one step of a search take constant time, however many texts there
 * are: tens of thousands of API keys and tokens come and go while requests are logged.
 */
export interface SecretIndex {
  /** Texts shorter than {@link MIN_SECRET_LENGTH} must not be added. A text that is added twice is removed by two removals. */
  add(text: string): void;
  remove(text: string): void;
  /** Replaces what was added, the longest match first. */
  hide(text: string): string;
}

/** All texts with one beginning. */
interface SamePrefix {
  /** How often each text was added. */
  readonly texts: Map<string, number>;
  /** How many texts have each length. Few lengths, many texts: a search tries each length once. */
  readonly lengths: Map<number, number>;
  /** The same lengths, longest first. */
  longestFirst: readonly number[];
}

export function createSecretIndex(): SecretIndex {
  const index = new Map<string, SamePrefix>();
  return {
    add: (text) => {
      const beginning = text.slice(0, MIN_SECRET_LENGTH);
      const alike = index.get(beginning) ?? { texts: new Map(), lengths: new Map(), longestFirst: [] };
      index.set(beginning, alike);
      addTo(alike, text);
    },
    remove: (text) => {
      const beginning = text.slice(0, MIN_SECRET_LENGTH);
      const alike = index.get(beginning);
      if (alike === undefined) return;
      removeFrom(alike, text);
      if (alike.texts.size === 0) index.delete(beginning);
    },
    hide: (text) => (index.size === 0 ? text : hideIn(text, index)),
  };
}

function addTo(alike: SamePrefix, text: string): void {
  const count = alike.texts.get(text) ?? 0;
  alike.texts.set(text, count + 1);
  if (count === 0) countLength(alike, text.length, 1);
}

function removeFrom(alike: SamePrefix, text: string): void {
  const count = alike.texts.get(text) ?? 0;
  if (count > 1) alike.texts.set(text, count - 1);
  else if (alike.texts.delete(text)) countLength(alike, text.length, -1);
}

function countLength(alike: SamePrefix, length: number, change: 1 | -1): void {
  const { lengths } = alike;
  const count = (lengths.get(length) ?? 0) + change;
  if (count === 0) lengths.delete(length);
  else lengths.set(length, count);
  if (lengths.size !== alike.longestFirst.length)
    alike.longestFirst = [...lengths.keys()].sort((one, other) => other - one);
}

function hideIn(text: string, index: ReadonlyMap<string, SamePrefix>): string {
  let shown = '';
  let from = 0;
  for (let at = 0; at + MIN_SECRET_LENGTH <= text.length; at += 1) {
    const alike = index.get(text.slice(at, at + MIN_SECRET_LENGTH));
    const length = alike && findMatchLength(text, at, alike);
    if (length === undefined) continue;
    shown += text.slice(from, at) + REDACTED;
    from = at + length;
    at = from - 1;
  }
  return shown + text.slice(from);
}

function findMatchLength(text: string, at: number, { texts, longestFirst }: SamePrefix): number | undefined {
  return longestFirst.find((length) => texts.has(text.slice(at, at + length)));
}
