import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { runApi, buildSaleBody } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

const ID = 'tx_0123456789abcdefghi';
const sale = JSON.stringify(buildSaleBody('cl-1'));
const nest = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const addField = (field: string) => `${sale.slice(0, -1)},${field}}`;

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
let api: RunningApi;
let paths: Paths;

beforeAll(async () => {
  // Nobody has to listen there: a body is refused before anything is looked up.
  api = await runApi({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  ({ paths } = (await api.ask<{ paths: Paths }>('/openapi.json')).body);
});
afterAll(() => api.close());

/** Every address that takes a body of a merchant. */
const listPosts = () =>
  Object.keys(paths).filter((path) => path.startsWith('/v1/') && 'post' in (paths[path] ?? {}));

function post(path: string, body: string) {
  const headers = {
    authorization: `Bearer ${keys.chile}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  return api.ask(path.replace(/\{[^}]+\}/g, ID), { method: 'POST', headers, body });
}

const refused = (detail: RegExp) => ({
  status: 400,
  body: {
    code: 'malformed-json',
    moneyMoved: 'no',
    retry: 'same_key',
    detail: expect.stringMatching(detail),
  },
});

describe('a JSON body that is too deep or ambiguous', () => {
  it.each<[string, string, RegExp]>([
    ['lists nested without end', addField(`"x":${nest(25_000)}`), /64 levels/],
    [
      'objects nested without end',
      addField(`"x":${'{"x":'.repeat(9_000)}1${'}'.repeat(9_000)}`),
      /64 levels/,
    ],
    ['nothing but brackets', nest(30_000), /64 levels/],
    ['one level too many', nest(65), /64 levels/],
    ['two amounts', addField('"amount":{"value":59900,"currency":"CLP"}'), /"amount" is there twice/],
    ['one name with two values inside', '{"a":[{"b":1},{"b":1,"c":{},"b":2}]}', /"b" is there twice/],
    ['one name in two spellings', String.raw`{"amount":1,"am\u006funt":2}`, /"amount" is there twice/],
    ['a name that objects have anyway', '{"__proto__":1,"__proto__":2}', /"__proto__" is there twice/],
    ['a name without end, twice', `{"${'n'.repeat(9_000)}":1,"${'n'.repeat(9_000)}":2}`, /^.{60,200}$/],
  ])('%s: every address refuses it, and says that nothing was started', async (_, body, detail) => {
    expect(listPosts().length).toBeGreaterThan(7);
    for (const path of listPosts())
      expect([path, await post(path, body)]).toMatchObject([path, refused(detail)]);
  });

  it.each([
    ['brackets in texts', addField(`"x":"${nest(500)}"`)],
    ['quotes and names in texts', addField(String.raw`"x":"\"a\":1,\"a\":2 \\","y":"\\\"{"`)],
    ['the same name in two objects', '{"a":{"a":1},"b":{"a":1},"c":[{"a":1},{"a":1}]}'],
    ['a text like its name', '{"a":"a","b":["b","b"]}'],
    ['as deep as it may be', nest(64)],
  ])('%s: its fields are judged', async (_, body) =>
    expect(await post('/v1/transactions', body)).toMatchObject({ body: { code: 'invalid-request' } }),
  );
});
