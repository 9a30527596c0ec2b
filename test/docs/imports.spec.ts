import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { codeSpans, page, root, section, tableRows } from './support/pages.js';

interface Rule {
  readonly name: string;
  readonly to: {
    readonly pathNot?: string | readonly string[];
    readonly dependencyTypes?: readonly string[];
  };
}

const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  readonly forbidden: readonly Rule[];
};
const rows = tableRows(section(page('docs/architecture.md'), '## Who may import what'));
const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

describe('the import table of docs/architecture.md', () => {
  it('a folder is added to src: it has a row', () => {
    expect(rows.map(([folder = '']) => folder.replaceAll('`', '')).toSorted()).toEqual(folders.toSorted());
  });

  it.each(folders)('%s may import what dependency-cruiser lets it import, and no more', (folder) => {
    const [, imports = '', packages = ''] = rows.find(([name]) => name === `\`${folder}\``) ?? [];
    expect(cell(imports, 'anything')).toEqual(foldersAllowed(folder));
    expect(cell(packages, 'any')).toEqual(packagesAllowed(folder));
  });

  it('“as types”, “no Node built-ins”: rules of their own hold it', () => {
    const rules = forbidden.map(({ name }) => name);
    const asTypes = rows.filter(([, imports = '']) => imports.includes('as types')).map(([folder]) => folder);
    expect(asTypes).toEqual(['`workflows`', '`simulator`']);
    expect(rules).toEqual(
      expect.arrayContaining(['workflows-see-the-contract-as-types', 'simulator-sees-wire-as-types']),
    );
    expect(forbidden.find(({ name }) => name === 'workflows-no-node')?.to.dependencyTypes).toEqual(['core']);
    expect(rules).toContain('no-cycles');
  });
});

/** What a cell lists; undefined where everything goes. */
function cell(text: string, everything: string): readonly string[] | undefined {
  return text === everything ? undefined : codeSpans({ prose: text }).toSorted();
}

function foldersAllowed(folder: string): readonly string[] | undefined {
  if (folder === 'domain') return allowedBy('domain-imports-nothing', folder);
  return allowedBy(`${folder}-imports`, folder);
}

function packagesAllowed(folder: string): readonly string[] | undefined {
  // Its one rule leaves out packages as well.
  if (folder === 'domain') return allowedBy('domain-imports-nothing', folder);
  return allowedBy(`${folder}-packages`, folder);
}

function allowedBy(rule: string, folder: string): readonly string[] | undefined {
  const patterns = forbidden.find(({ name }) => name === rule)?.to.pathNot;
  if (patterns === undefined) return undefined;
  return [patterns]
    .flat()
    .flatMap(inWords)
    .filter((name) => name !== folder)
    .toSorted();
}

/** `^src/getnet/(wire|mapping)` → `getnet/wire`, `getnet/mapping`; `^src/a/.*\.b\.ts$` → `a/*.b.ts`. */
function inWords(pattern: string): readonly string[] {
  const plain = pattern
    .replace(/^\^src\/|^node_modules\//, '')
    .replace(/\/$|\$$/, '')
    .replace('.*', '*')
    .replaceAll('\\', '');
  const [, before = '', choices] = /^(.*)\(([^)]*)\)$/.exec(plain) ?? [];
  return choices === undefined ? [plain] : choices.split('|').map((choice) => `${before}${choice}`);
}
