import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { METHODS, request } from 'node:http';
import { connect } from 'node:net';
import { problemSchema } from '../../src/api/problems/problem.schema.js';
import { buildCallbackPath } from './support/callbacks.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

const ID = 'tx_0123456789abcdefghi';
let api: RunningApi;
let paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;

beforeAll(async () => {
  // Nobody has to listen there: a method is refused before anything is looked up.
  api = await runApi({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  ({ paths } = (await api.ask<{ paths: typeof paths }>('/openapi.json')).body);
});
afterAll(() => api.close());

interface Answer {
  readonly status: number;
  readonly allow: string | undefined;
  readonly text: string;
}

/** A method that `fetch` would not send is sent, too. */
function send(method: string, path: string, authorization?: string): Promise<Answer> {
  const headers = { connection: 'close', ...(authorization !== undefined && { authorization }) };
  return new Promise((resolve, reject) => {
    request(`${api.url}${path}`, { method, headers, agent: false }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          allow: reply.headers.allow,
          text: Buffer.concat(parts).toString(),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

const asked = (method: string, path: string) => send(method, path, `Bearer ${keys.chile}`);

/** Everything that Node can send, but for those that have no answer of this kind. */
const others = (path: string) => {
  const known = Object.keys(paths[path] ?? {}).map((name) => name.toUpperCase());
  if (known.includes('GET')) known.push('HEAD');
  return METHODS.filter((method) => !['CONNECT', 'OPTIONS', ...known].includes(method));
};

const fill = (path: string) =>
  path.startsWith('/webhooks') ? buildCallbackPath(ID) : path.replace(/\{[^}]+\}/g, ID);

describe('a method that an address does not have', () => {
  it('every address of the document, every method that it lacks: 405, and Allow names those that it has', async () => {
    expect(Object.keys(paths).length).toBeGreaterThan(10);
    for (const path of Object.keys(paths)) {
      const has = Object.keys(paths[path] ?? {}).map((name) => name.toUpperCase());
      const allow = [...has, ...(has.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted().join(', ');
      for (const method of others(path)) {
        const reply = await asked(method, fill(path));
        expect([method, path, reply.status, reply.allow]).toEqual([method, path, 405, allow]);
        if (method === 'HEAD') continue;
        const body = problemSchema.parse(JSON.parse(reply.text));
        expect(body).toMatchObject({ code: 'method-not-allowed', moneyMoved: 'no', retry: 'never' });
      }
      expect(await asked('OPTIONS', fill(path))).toEqual({ status: 204, allow, text: '' });
    }
  });

  it.each(['GET', 'DELETE', 'QUERY', 'OPTIONS', 'PROPFIND'])(
    'a stranger sends %s: 401 for every address under /v1, whether it exists or not',
    async (method) => {
      for (const path of ['/v1/transactions', `/v1/transactions/${ID}/cancel`, '/v1/nowhere'])
        expect((await send(method, path)).status).toBe(401);
    },
  );

  it.each(['DELETE', 'QUERY', 'OPTIONS', 'PROPFIND'])(
    '%s of an address that names nothing: 404',
    async (method) => {
      const statuses = ['/v1/nowhere', '/v1/transactions/a/b/c', '/nowhere'].map((path) =>
        asked(method, path),
      );
      expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([404, 404, 404]);
    },
  );

  it('an address of a callback is asked for with another method: the same answer for a good token and a wrong one', async () => {
    const both = [buildCallbackPath(ID), '/webhooks/getnet/wrong'].map((path) => send('GET', path));
    const [good, wrong] = await Promise.all(both);
    expect(good?.status).toBe(405);
    expect(good).toEqual(wrong);
  });

  it('a method that HTTP does not know: 405 with Allow, and the connection ends', async () => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write('FOO /v1/transactions HTTP/1.1\r\nhost: shop.test\r\n\r\n');
    let text = '';
    for await (const part of socket) text += String(part);
    expect(text).toMatch(/^HTTP\/1\.1 405 [\s\S]*allow: [^\r]*POST[\s\S]*"method-not-allowed"/);
  });
});
