import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentSchema } from '../../src/config/environment/environment.schema.js';
import { codeSpans, ourPages, page, root, seenFrom, tableRows } from './support/pages.js';
import type { Page } from './support/pages.js';

const pages = ourPages();
const everything = pages.map(({ text }) => text).join('\n');

describe('scripts in the documents', () => {
  const { scripts } = JSON.parse(read('package.json')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };

  it('a script is renamed: no document names the old one', () => {
    const run = [...everything.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    const plain = [...everything.matchAll(/npm (start|test)\b/g)].map(([, name = '']) => name);
    expect([...new Set([...run, ...plain])].filter((name) => !(name in scripts))).toEqual([]);
    expect(run.length).toBeGreaterThan(20);
  });

  it('the README states how to test on one line: CI runs this line', () => {
    const line = 'npm ci && npm test';
    expect(page('README.md').text).toContain(`\`${line}\``);
    expect(read('.ci/run')).toContain(line);
  });
});

describe('variables in the documents', () => {
  const settings = Object.keys(environmentSchema.shape);
  // Those of the simulator, of the demo's merchants and of Temporal's own library are listed in .env.example.
  const listed = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(
    ([, name = '']) => name,
  );
  const known = new Set([...settings, ...listed, ...inExamples('docs/configuration.md')]);

  it('a variable is renamed: no document names the old one', () => {
    const named = pages.flatMap((from) => codeSpans(from).map((code) => ({ from: from.path, code })));
    const variables = named.filter(({ code }) => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code));
    expect(variables.filter(({ code }) => !known.has(code) && code !== 'API_KEY')).toEqual([]);
    expect(variables.length).toBeGreaterThan(40);
  });

  it('a variable is added: the configuration page has a row for it, and one only', () => {
    const rows = tableRows(page('docs/configuration.md')).map(([name = '']) => name.replaceAll('`', ''));
    expect(rows.toSorted()).toEqual(settings.toSorted());
  });
});

describe('files in the documents', () => {
  it('a file is moved: no document names its old place', () => {
    const gone = pages.flatMap((from) =>
      [...new Set(codeSpans(from).filter(isFile))]
        .filter((file) => !existsSync(join(root, file)) && !existsSync(join(root, seenFrom(from, file))))
        .map((file) => `${from.path}: ${file}`),
    );
    expect(gone).toEqual([]);
  });

  it('what is taken for a file: places in the project, not patterns, addresses or what runs leave behind', () => {
    const all = [
      'src/worker/main.ts',
      'docs/adr',
      'types/ms.d.ts',
      'workflows/*.messages.ts',
      '/health/live',
    ];
    expect([...all, 'lib/time.js', '.data/', 'config/merchants.example.json'].filter(isFile)).toEqual([
      'src/worker/main.ts',
      'docs/adr',
      'types/ms.d.ts',
      'config/merchants.example.json',
    ]);
  });
});

const PLACE = /^(?:src|test|docs|config|scripts|bench|chaos|types|\.github|\.ci)\/[\w./-]*$/;

function isFile(code: string): boolean {
  return PLACE.test(code);
}

/** The names that a merchants file of the documents gives to variables of the reader's own. */
function inExamples(path: string): readonly string[] {
  const { blocks }: Page = page(path);
  return blocks.flatMap(({ text }) =>
    [...text.matchAll(/"env": "([A-Z0-9_]+)"/g)].map(([, name = '']) => name),
  );
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
