import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listCapabilities, countries } from '../../src/getnet/countries/countries.js';
import { transactionTypes } from '../../src/domain/transaction-type.js';
import { root } from '../docs/support/pages.js';
import { answerText, findExtent, readAnswer, shortenAnswer } from './support/cookbook-answer.js';
import { differences } from './support/cookbook-comparison.js';
import { readRequestsFile, requestsFileText } from './support/cookbook-http.js';
import { readCookbook, withAnswers } from './support/cookbook-page.js';
import type { Recipe } from './support/cookbook-page.js';
import { startCookbookWorld } from './support/cookbook-world.js';
import type { CookbookWorld } from './support/cookbook-world.js';

const pageFile = join(root, 'docs/cookbook.md');
const requestsFile = join(root, 'docs/requests.http');
const page = readFileSync(pageFile, 'utf8');
const cookbook = readCookbook(page);
const { recipes } = cookbook;
const { variables, requests } = { ...cookbook, requests: recipes.map(({ request }) => request) };
/** The answers that differ are written into the page, and the file is written anew. */
const isWriting = process.env['COOKBOOK'] === 'write';

describe('docs/cookbook.md', () => {
  it('a type of transaction is added in a country: the page has it, done, and sales by QR as well', () => {
    const done = recipes.flatMap(({ request, answer }) => {
      const [, country = ''] = /Bearer \{\{(\w+)_KEY\}\}/.exec(JSON.stringify(request.headers)) ?? [];
      const { type = '', options = {} } = request.method === 'POST' ? parseBody(request) : {};
      const isQr = country === 'AR' && options.saleType === 1;
      return answer.text.startsWith('HTTP/1.1 200') ? [`${country} ${type}${isQr ? ' by QR' : ''}`] : [];
    });
    const offered = countries.flatMap((country) =>
      listCapabilities(country).map((type) => `${country} ${type}`),
    );
    expect(done).toEqual(expect.arrayContaining([...offered, 'AR sale by QR']));
    const types = new Set(offered.map((name) => name.slice(3)));
    expect([...types].toSorted()).toEqual(transactionTypes.toSorted());
  });

  it.each([
    'already-reversed',
    'amount-exceeds-original',
    'not-settled',
    'unsupported-operation',
    'terminal-busy',
    'invalid-request',
    'wrong-terminal',
    'idempotency-key-reused',
    'terminal-offline',
  ])('a refusal is common: the page shows %s', (code) => {
    expect(recipes.map(({ answer }) => readAnswer(answer.text).body)).toContainEqual(
      expect.objectContaining({ code }),
    );
  });

  it('a heading is copied: no two requests have the same', () => {
    const titles = requests.map(({ title }) => title);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });

  it('a variable is set from an answer: its example is the number in that answer', () => {
    const set = recipes.flatMap(({ gives, answer }) =>
      Object.entries(gives).map(([name, field]) => [variables[name], String(readField(answer.text, field))]),
    );
    expect(set.length).toBeGreaterThan(0);
    expect(set.map(([example]) => example)).toEqual(set.map(([, number]) => number));
  });
});

describe('docs/requests.http', () => {
  it('the page is changed: the file has the same requests and variables', () => {
    if (isWriting) writeFileSync(requestsFile, requestsFileText({ variables, requests }));
    const file = readRequestsFile(readFileSync(requestsFile, 'utf8'));
    expect(file.requests).toEqual(requests);
    expect(file.variables).toEqual(variables);
  });
});

describe('the requests of docs/cookbook.md, one after the other', () => {
  let world: CookbookWorld;
  const learned: Record<string, string> = {};
  const answers = new Map<Recipe, string>();
  beforeAll(async () => {
    world = await startCookbookWorld();
  });
  afterAll(async () => {
    if (isWriting)
      writeFileSync(
        pageFile,
        withAnswers(page, cookbook, (recipe) => answers.get(recipe) ?? recipe.answer.text),
      );
    await world.close();
  });

  it.each(recipes.map((recipe) => [recipe.request.title, recipe] as const))('%s', async (_, recipe) => {
    const answer = await world.ask(recipe.request, { ...world.variables, ...learned });
    learn(recipe, answer.body);
    const written = readAnswer(recipe.answer.text);
    const given = shortenAnswer(answer, findExtent(written));
    const found = differences(written, given);
    if (found.length > 0) answers.set(recipe, answerText(given));
    if (!isWriting) expect(found).toEqual([]);
  });

  function learn({ gives }: Recipe, body: Readonly<Record<string, unknown>>): void {
    for (const [name, field] of Object.entries(gives)) learned[name] = String(body[field]);
  }
});

function parseBody({ body = '{}' }: { readonly body?: string }) {
  const text = body.replace(/\{\{\w+\}\}/g, '0');
  return JSON.parse(text) as { readonly type?: string; readonly options?: { readonly saleType?: number } };
}

function readField(answer: string, field: string): unknown {
  return (readAnswer(answer).body as Readonly<Record<string, unknown>>)[field];
}
