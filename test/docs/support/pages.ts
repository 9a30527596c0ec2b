import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A Markdown file of the project. */
export interface Page {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  /** The text without fenced blocks. */
  readonly prose: string;
  /** The fenced blocks. */
  readonly blocks: readonly Block[];
}

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

const notOurs = new Set(['node_modules', 'dist', '.cache', '.data', '.git', 'coverage']);
const FENCE = /^( *)```([a-z]*)\n([\s\S]*?)^\1```$/gm;

/** @returns every Markdown file of the project, whoever wrote it. */
export function allPages(): readonly Page[] {
  return markdownIn(root).map((file) => page(relative(root, file)));
}

/** @returns the pages that speak about this project: not those that came with the fixtures. */
export function ourPages(): readonly Page[] {
  return allPages().filter(({ path }) => !path.startsWith(join('test', 'fixtures')));
}

/** @param path relative to the root. */
export function page(path: string): Page {
  const text = readFileSync(join(root, path), 'utf8');
  const blocks = [...text.matchAll(FENCE)].map(([, , language = '', body = '']) => ({
    language,
    text: body,
  }));
  return { path, text, prose: text.replace(FENCE, ''), blocks };
}

/** @returns the path of something a page names relative to itself, relative to the root. */
export function seenFrom({ path }: Page, target: string): string {
  return join(dirname(path), target);
}

/** @returns what stands between single backticks outside of fenced blocks. */
export function codeSpans({ prose }: Pick<Page, 'prose'>): readonly string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** @returns the rows of all tables, cell by cell, headings and rules left out. */
export function tableRows({ prose }: Pick<Page, 'prose'>): readonly (readonly string[])[] {
  const rows = prose.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .filter((line, at) => !isRule(line) && !isRule(rows[at + 1] ?? ''))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** @returns what stands below a heading, up to the next one of the same or a higher rank. */
export function section({ prose }: Page, heading: string): Pick<Page, 'prose'> {
  const start = prose.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`There is no "${heading}".`);
  const rest = prose.slice(start + heading.length + 2);
  const rank = heading.indexOf(' ');
  const end = rest.search(new RegExp(`^#{1,${rank}} `, 'm'));
  return { prose: end < 0 ? rest : rest.slice(0, end) };
}

function isRule(line: string): boolean {
  return /^\|[\s|:-]+$/.test(line) && line.includes('-');
}

function markdownIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return markdownIn(path);
      return entry.name.endsWith('.md') ? [path] : [];
    });
}
