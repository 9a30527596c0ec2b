import { describe, expect, it } from '@jest/globals';
import { readStartBody } from '../../src/api/transactions/body/read-start-body.js';
import { readIdempotencyKey, deriveTransactionId } from '../../src/api/transactions/idempotency-key.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import { readEnvironment } from '../../src/config/environment/environment.js';
import { merchantsSchema } from '../../src/config/merchants/merchants.schema.js';
import { computeLeaseBoundMs } from '../../src/domain/policy.js';
import { timeLimitsFor } from '../../src/config/derived.js';
import { ourPages, page, tableRows } from './support/pages.js';
import type { Page } from './support/pages.js';

const readme = page('README.md');
const configuration = page('docs/configuration.md');

describe('examples in the documents', () => {
  const json = ourPages().flatMap(({ path, blocks }) =>
    blocks.filter(({ language }) => language === 'json').map(({ text }) => [path, text] as const),
  );

  it.each(json)('%s: what is called JSON is JSON', (_path, text) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it('the README’s sale is pasted: its body is taken', () => {
    expect(readStartBody(sale(), { country: 'CL', settings: {} })).toMatchObject(sale());
  });

  it('the README’s answer is read: its fields are those of the API, and its id is made from its key', () => {
    const answer = parseBlock(readme, 'json');
    expect(transactionSchema.partial().safeParse(answer)).toMatchObject({ success: true });
    const [, key] = /Idempotency-Key: ([^']+)'/.exec(readme.text) ?? [];
    expect(answer).toMatchObject({ id: deriveTransactionId('demo-cl', readIdempotencyKey(key)), ...sale() });
  });

  it('the merchants file of the configuration page is copied: it is taken', () => {
    expect(merchantsSchema.safeParse(parseBlock(configuration, 'json'))).toMatchObject({ success: true });
  });
});

describe('defaults in docs/configuration.md', () => {
  const pairs = tableRows(configuration).flatMap(([name = '', value = '']) => {
    const [, literal] = /^`([^`]*)`$/.exec(value) ?? [];
    return literal === undefined ? [] : [[name.replaceAll('`', ''), literal] as const];
  });

  it('a default is changed: the page says so', () => {
    expect(readEnvironment(Object.fromEntries(pairs))).toEqual(readEnvironment({}));
    expect(pairs.length).toBeGreaterThan(20);
  });

  it('a default is added: the page does not call it none', () => {
    const without = tableRows(configuration).filter(([, value = '']) => value.startsWith('none'));
    const present = Object.keys(readEnvironment({}));
    expect(
      without.map(([name = '']) => name.replaceAll('`', '')).filter((name) => present.includes(name)),
    ).toEqual([]);
  });

  it('the longest time a terminal is held follows from them', () => {
    const milliseconds = computeLeaseBoundMs(timeLimitsFor(readEnvironment({})));
    const inWords = `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1_000)} s`;
    for (const path of ['docs/configuration.md', 'docs/runbook.md'])
      expect(page(path).text).toContain(inWords);
  });
});

function sale(): object {
  const [, body = ''] = /-d '(\{.*\})'/.exec(readme.text) ?? [];
  return JSON.parse(body) as object;
}

function parseBlock({ blocks }: Page, language: string): unknown {
  return JSON.parse(blocks.find((block) => block.language === language)?.text ?? '') as unknown;
}
