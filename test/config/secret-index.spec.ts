import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSecretIndex } from '../../src/config/redaction/secret-index.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';

const HIDDEN = '[redacted]';
const tokens = (count: number, from = 0): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) => `eyJhbGciOi-${(from + index).toString(36).padStart(8, '0')}-token`,
  );

describe('many merchants: learning a secret', () => {
  it('20,000 secrets are known, most begin alike: another one takes no rebuilding, and each is hidden', () => {
    const known = tokens(20_000);
    const knowing = createRedactor(known);
    const more = tokens(2_000, 20_000);
    const started = performance.now();
    for (const token of more) knowing.addSecrets(token);
    expect((performance.now() - started) / more.length).toBeLessThan(1);
    for (const token of [...known.slice(0, 50), ...known.slice(-50), ...more.slice(-50)])
      expect(knowing.redactText(`got ${token}.`)).toBe(`got ${HIDDEN}.`);
  });

  it('more is learned than is kept: what is for good, what is recent and what is used again stay hidden', () => {
    const knowing = createRedactor(['permanent-secret']);
    knowing.addSecrets('key-in-use-1', 'eldest-token-1');
    knowing.addPermanentSecrets('later-secret');
    for (let from = 0; from < 55_000; from += 5_000) {
      knowing.addSecrets(...tokens(5_000, from));
      knowing.addSecrets('key-in-use-1');
    }
    const [last = ''] = tokens(1, 54_999);
    const text = `permanent-secret later-secret key-in-use-1 ${last}`;
    expect(knowing.redactText(text)).toBe([HIDDEN, HIDDEN, HIDDEN, HIDDEN].join(' '));
    expect(knowing.redactText('eldest-token-1')).toBe('eldest-token-1');
  });

  it.each([
    ['JSON', (secret: string) => JSON.stringify({ a: secret })],
    ['JSON in JSON', (secret: string) => JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ['JSON with escaped slashes', (secret: string) => JSON.stringify({ a: secret }).replaceAll('/', '\\/')],
    [
      'JSON with escaped letters',
      (secret: string) =>
        JSON.stringify({ a: secret }).replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`,
        ),
    ],
    ['a form', (secret: string) => new URLSearchParams({ a: secret }).toString()],
    ['an address', (secret: string) => `https://x.example/?a=${encodeURIComponent(secret)}`],
    [
      'an address in lower case',
      (secret: string) => encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    ],
  ])('a secret with quotes, slashes and accents is written in %s: it is hidden', (_form, written) => {
    const knowing = createRedactor();
    knowing.addSecrets('cañary/"1\\2+3=');
    const shown = knowing.redactText(written('cañary/"1\\2+3='));
    expect(shown).toContain(HIDDEN);
    expect(shown).not.toMatch(/ary/);
  });
});

describe('the index of secrets', () => {
  const text = fc.stringMatching(/^[ab]{4,8}$/);

  it('texts are added and removed in any order: exactly those that are left are found', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 40 }), fc.string(), (steps, around) => {
        const index = createSecretIndex();
        const left = new Map<string, number>();
        for (const [word, add] of steps) {
          const count = left.get(word) ?? 0;
          if (add) index.add(word);
          else index.remove(word);
          left.set(word, Math.max(0, count + (add ? 1 : -1)));
        }
        for (const [word, count] of left) {
          const isPartOfNone = [...left].every(([other, times]) => times === 0 || !word.includes(other));
          if (count > 0) expect(index.hide(word)).toBe(HIDDEN);
          else if (isPartOfNone) expect(index.hide(word)).toBe(word);
        }
        if (left.size === 0) expect(index.hide(around)).toBe(around);
      }),
    );
  });

  it('several texts stand at one place: the longest leaves no rest', () => {
    const index = createSecretIndex();
    for (const word of ['abcd', 'abcdefgh', 'abcdef']) index.add(word);
    expect(index.hide('abcdefgh abcdefg abcde')).toBe(`${HIDDEN} ${HIDDEN}g ${HIDDEN}e`);
    index.remove('abcdefgh');
    expect(index.hide('abcdefgh')).toBe(`${HIDDEN}gh`);
  });
});
