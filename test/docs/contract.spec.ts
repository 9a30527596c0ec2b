import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { page, root } from './support/pages.js';

const contract = page('docs/getnet-contract.md').prose;
const sections = new Set(
  [...contract.matchAll(/^#{2,3} (\d+(?:\.\d+)?)\.? /gm)].map(([, number = '']) => number),
);

const folders = ['src', 'test', 'bench', 'chaos', 'docs', 'scripts', 'README.md', 'CHANGELOG.md'];
const textKinds = new Set(['.ts', '.mjs', '.md', '.json', '.html', '.http']);

/** A file with each comment in one line, so that a reference may be wrapped. */
interface Text {
  readonly path: string;
  readonly text: string;
}
const texts: readonly Text[] = folders
  .flatMap(filesIn)
  .filter((path) => textKinds.has(extname(path)) && !/^test\/(histories|docs\/contract\.spec)/.test(path))
  .map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8').replaceAll(/\n\s*(?:\*|\/\/)? ?/g, ' '),
  }));

/** `§5.1`, `§11.1 row 6`, `§12 Q15`, `§0.5, S1`: of the contract, unless an RFC is named. */
const REFERENCE = /(RFC \d+,? )?§ ?(\d+(?:\.\d+)*)(?:,? (row|rule|Q|S) ?(\d+))?/g;
const references = texts.flatMap(({ path, text }) =>
  [...text.matchAll(REFERENCE)]
    .filter(([, rfc]) => rfc === undefined)
    .map(([words, , section = '', kind, number = '']) => ({ path, words, section, kind, number })),
);

describe('references to the Getnet contract', () => {
  it('a section is renumbered or missing: no reference leads nowhere', () => {
    const dead = references.filter(({ section }) => !sections.has(section));
    expect(dead.map(({ path, words }) => `${path}: ${words}`)).toEqual([]);
    expect(references.length).toBeGreaterThan(180);
  });

  it('a row, rule or question is cited: its section has it', () => {
    const dead = references.filter(({ section, kind, number }) => {
      const has = items(number)[kind ?? ''];
      return kind !== undefined && has?.test(findSection(section)) !== true;
    });
    expect(dead.map(({ path, words }) => `${path}: ${words}`)).toEqual([]);
  });

  it('a section has a table of facts: it names an evidence class', () => {
    const bare = [...sections].filter((number) => {
      const text = findSection(number);
      return /^\|/m.test(text) && !/\[(?:SEED|OFF|OBS|TOOL|CODE|SIB|INF|UNK)\b/.test(text);
    });
    // The open questions: nobody has said anything about them.
    expect(bare).toEqual(['12']);
  });
});

describe('references to pages that are not here', () => {
  it.each([
    ['interface §', /\binterface(?:\.md)?,? §/i],
    ['design §', /\bdesign(?:\.md)?,? §/i],
    ['invariants', /\binvariants(?:\.md)?\b/i],
    ['an invariant by number', /\(I\d{1,2}(?:, I\d{1,2})*\)/],
    ['contract.md beside the fixtures', /\.\.\/contract\.md/],
  ])('no text says "%s"', (_, words) => {
    expect(texts.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

/** How a section spells what a reference calls row, rule or question. */
function items(number: string): Readonly<Record<string, RegExp>> {
  return {
    row: new RegExp(`^\\| ${number} \\|`, 'm'),
    rule: new RegExp(`^${number}\\. `, 'm'),
    Q: new RegExp(`^\\| Q${number} \\|`, 'm'),
    S: new RegExp(`^\\| S${number} \\|`, 'm'),
  };
}

function findSection(number: string): string {
  const start = contract.search(new RegExp(`^#{2,3} ${number.replace('.', '\\.')}\\.? `, 'm'));
  const rest = contract.slice(start + 4);
  const end = rest.search(/^#{2,3} /m);
  return end < 0 ? rest : rest.slice(0, end);
}

function filesIn(path: string): readonly string[] {
  if (extname(path) === '.md') return [path];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesIn(inside) : [inside];
  });
}
