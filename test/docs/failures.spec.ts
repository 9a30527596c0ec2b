import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { problemCodes, problemKind } from '../../src/api/problems/catalogue.js';
import { failureTypeOf, notSentReasons } from '../../src/domain/not-sent.js';
import { page, root, section, tableRows } from './support/pages.js';

const failures = page('docs/failures.md');
const types = section(failures, '## Failure types');
const headings = [...types.prose.matchAll(/^### `(\w+)`$/gm)].map(([, name = '']) => name);
const codes = tableRows(section(failures, '## Problem codes of the API'));

/** What the activities throw: `type: '…'`, or the second argument of a factory. */
const thrown = readdirSync(join(root, 'src/activities')).flatMap((file) => {
  const text = readFileSync(join(root, 'src/activities', file), 'utf8');
  const created = [...text.matchAll(/ApplicationFailure\.create\(\{[^}]*?type: '(\w+)'/g)];
  const made = [...text.matchAll(/ApplicationFailure\.(?:retryable|nonRetryable)\([^,]+,\s*'(\w+)'/g)];
  return [...created, ...made].map(([, type = '']) => type);
});

describe('failure types in docs/failures.md', () => {
  it('a failure type is added or removed: the page knows it', () => {
    const known = [...notSentReasons.map(failureTypeOf), ...thrown];
    expect(headings.toSorted()).toEqual([...new Set(known)].toSorted());
    expect(thrown).toContain('GetnetSilent');
  });

  it.each(headings)('%s: meaning, money, next step', (name) => {
    const { prose } = section(failures, `### \`${name}\``);
    const [meaning = ''] = prose.trim().split('**Money:**');
    expect(meaning.length).toBeGreaterThan(40);
    expect(prose).toMatch(/\*\*Money:\*\* \w+/);
    expect(prose).toMatch(/\*\*Next:\*\* \w+/);
  });

  it.each(notSentReasons)('%s: the entry of its failure type names the code and its status', (reason) => {
    const { prose } = section(failures, `### \`${failureTypeOf(reason)}\``);
    expect(prose).toContain(`**API:** ${problemKind(reason).status} \`${reason}\``);
    expect(prose).toContain('**Money:** no');
  });
});

describe('problem codes in docs/failures.md', () => {
  it('a code is added or removed: the page knows it', () => {
    expect(codes.map(([code = '']) => code.replaceAll('`', '')).toSorted()).toEqual(problemCodes.toSorted());
  });

  it.each(problemCodes)(
    '%s: status, money and retry are the catalogue’s, and there is a next step',
    (code) => {
      const [, status, money, retry, meaning = '', next = ''] =
        codes.find(([name]) => name === `\`${code}\``) ?? [];
      const kind = problemKind(code);
      expect([Number(status), money, retry]).toEqual([kind.status, kind.moneyMoved, kind.retry]);
      expect(meaning.length).toBeGreaterThan(10);
      expect(next.length).toBeGreaterThan(3);
    },
  );
});
