import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findClosedPort } from './support/closed-port.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

let api: RunningApi;
beforeAll(async () => {
  // Nobody listens there: a query is read before anything is looked up.
  api = await runApi({ TEMPORAL_ADDRESS: `127.0.0.1:${await findClosedPort()}` });
});
afterAll(() => api.close());

/** Every address whose document names a parameter of the query. */
async function listQueried(): Promise<readonly string[]> {
  const { paths } = (await api.ask<{ paths: Paths }>('/openapi.json')).body;
  const takesQuery = ({ parameters = [] }: Operation) => parameters.some((one) => one.in === 'query');
  return Object.keys(paths).filter((path) => Object.values(paths[path] ?? {}).some(takesQuery));
}

async function listFaults(path: string) {
  const { status, body } = await api.get<{ code: string; errors: readonly unknown[] }>(path, {
    as: keys.chileSupport,
  });
  return { path, status, code: body.code, errors: body.errors };
}

describe('a query that an address does not know', () => {
  it('every address that takes a query, and a parameter of nobody: refused by its name, not ignored', async () => {
    const queried = await listQueried();
    expect(queried.length).toBeGreaterThan(3);
    for (const path of queried)
      expect(await listFaults(`${path}?foo=1`)).toEqual({
        path: `${path}?foo=1`,
        status: 422,
        code: 'invalid-request',
        errors: [{ field: 'foo', message: 'is not a parameter of this address' }],
      });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=some', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=bm9uZQ', 'cursor'],
    ['cursor=%7B%7D', 'cursor'],
  ])('a page by %s: every list that is read page by page names the fault', async (query, field) => {
    for (const path of ['/v1/operator/attention', '/v1/webhook-deliveries'])
      expect(await listFaults(`${path}?${query}`)).toMatchObject({ status: 422, errors: [{ field }] });
  });
});
