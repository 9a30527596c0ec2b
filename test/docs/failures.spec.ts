import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { problemCodes, getProblemKind } from '../../src/api/problems/catalogue.js';
import { withProblemTables } from '../../src/dev/problem-tables.js';
import { notSentReasons } from '../../src/domain/not-sent.js';
import { resolutionRefusals } from '../../src/domain/resolution-refusals.js';
import { page, root, section, tableRows } from './support/pages.js';

const failures = page('docs/failures.md');
const reasons = section(failures, '## Why a transaction is not sent');
const types = section(failures, '## Failure types');
const listHeadings = ({ prose }: typeof types) =>
  [...prose.matchAll(/^### `([\w-]+)`$/gm)].map(([, name = '']) => name);
const codes = tableRows(section(failures, '## Problem codes of the API'));

/** What the activities throw: `type: '…'`, or the second argument of a factory. */
const thrown = readdirSync(join(root, 'src/activities')).flatMap((file) => {
  const text = readFileSync(join(root, 'src/activities', file), 'utf8');
  const created = [...text.matchAll(/ApplicationFailure\.create\(\{[^}]*?type: '(\w+)'/g)];
  const made = [...text.matchAll(/ApplicationFailure\.(?:retryable|nonRetryable)\([^,]+,\s*'(\w+)'/g)];
  return [...created, ...made].map(([, type = '']) => type);
});

/** What refuses an update for good: `buildRefusal('…')` in the workflows. */
const refusals = readdirSync(join(root, 'src/workflows')).flatMap((file) => {
  const text = readFileSync(join(root, 'src/workflows', file), 'utf8');
  return [...text.matchAll(/throw buildRefusal\('(\w+)'\)/g)].map(([, type = '']) => type);
});

describe('reasons and failure types in docs/failures.md', () => {
  it('a reason is added or removed: the page knows it', () => {
    expect(listHeadings(reasons).toSorted()).toEqual(notSentReasons.toSorted());
  });

  it('a failure type is added or removed: the page knows it', () => {
    expect(listHeadings(types).toSorted()).toEqual([...new Set(thrown)].toSorted());
    expect(thrown).toContain('GetnetSilent');
  });

  it('a refusal of an update is added or renamed: the page knows it', () => {
    const { prose } = section(failures, '### Refused updates');
    expect(refusals.filter((type) => !prose.includes(`\`${type}\``))).toEqual([]);
    expect(refusals.length).toBeGreaterThan(2);
    expect(resolutionRefusals.filter((type) => !prose.includes(`\`${type}\``))).toEqual([]);
  });

  it.each([
    ...listHeadings(reasons).map((name) => [name, reasons] as const),
    ...listHeadings(types).map((name) => [name, types] as const),
  ])('%s: meaning, money, next step', (name, within) => {
    const { prose } = section({ ...failures, ...within }, `### \`${name}\``);
    const [meaning = ''] = prose.trim().split('**Money:**');
    expect(meaning.length).toBeGreaterThan(40);
    expect(prose).toMatch(/\*\*Money:\*\* \w+/);
    expect(prose).toMatch(/\*\*Next:\*\* \w+/);
  });

  it.each(notSentReasons)('%s: the entry names the status of its problem', (reason) => {
    const { prose } = section(failures, `### \`${reason}\``);
    expect(prose).toContain(`**API:** ${getProblemKind(reason).status} \`${reason}\``);
    expect(prose).toContain('**Money:** no');
  });
});

describe('the index at the top of docs/failures.md', () => {
  it('a reason, a failure type or a problem code is added: the index links to its section', () => {
    const [top = ''] = failures.prose.split('\n## ');
    const index = tableRows({ prose: top }).flat().join('\n');
    const linked = [...index.matchAll(/\[`([\w-]+)`\]\(#/g)].map(([, name = '']) => name);
    const expected = new Set([...listHeadings(reasons), ...listHeadings(types), ...problemCodes]);
    expect(linked.toSorted()).toEqual([...expected].toSorted());
  });
});

describe('problem codes in docs/failures.md', () => {
  it('a code is added or removed: the page knows it', () => {
    expect(codes.map(([code = '']) => code.replaceAll('`', '')).toSorted()).toEqual(problemCodes.toSorted());
  });

  it('an entry of the catalogue changes: the tables say what it says', () => {
    // To write them anew: npm run docs:problems
    expect(failures.text).toBe(withProblemTables(failures.text));
  });
});
