import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { page, root, tableRows } from './support/pages.js';

const files = readdirSync(join(root, 'docs/adr'))
  .filter((name) => /^\d/.test(name))
  .toSorted();
const records = files.map((name) => page(join('docs/adr', name)));

describe('decisions in docs/adr', () => {
  it('a record is added: it has the next number and a line in the list', () => {
    expect(files.map((name) => name.slice(0, 5))).toEqual(
      files.map((_, at) => `${`${at + 1}`.padStart(4, '0')}-`),
    );
    const listed = tableRows(page('docs/adr/README.md')).map(([link = '']) => /\]\((.+)\)/.exec(link)?.[1]);
    expect(listed).toEqual(files);
  });

  it.each(files)('%s: title and number, date, context, decision, consequences, on one page', (name) => {
    const { text } = page(join('docs/adr', name));
    expect(text).toMatch(
      new RegExp(`^# ${name.slice(0, 4)} .+\n\n\\d{4}-\\d{2}-\\d{2}, (accepted|superseded by)`),
    );
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Context',
      'Decision',
      'Consequences',
    ]);
    expect(text.split('\n').length).toBeLessThan(60);
  });

  it('a package is added: a record says why', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const text = records.map((record) => record.text).join('\n');
    expect(Object.keys(dependencies).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
