import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { compileSchemas } from './support/document-schemas.js';
import { findAnswerFaults } from './support/documented-answers.js';
import type { AnswersDocument, DocumentedOperation } from './support/documented-answers.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

interface Document extends AnswersDocument {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const ID = 'tx_0123456789abcdefghi';
let api: RunningApi;
let document: Document;
let schemas: ReturnType<typeof compileSchemas>;
beforeAll(async () => {
  // Nobody has to listen there: what is refused is refused before, and the rest hears that the store is away.
  api = await runApi({ TEMPORAL_ADDRESS: '127.0.0.1:1', RATE_LIMIT: '10000', READ_RATE_LIMIT: '10000' });
  document = (await api.ask<Document>('/openapi.json')).body;
  schemas = compileSchemas(document);
});
afterAll(() => api.close());

/** Every operation of the document. */
const operations = () =>
  Object.entries(document.paths).flatMap(([path, routes]) =>
    Object.entries(routes).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

const fill = (path: string) => path.replace(/\{[^}]+\}/g, ID);

const json = { 'content-type': 'application/json' };
const headers = { 'idempotency-key': randomUUID(), ...json };
const withKeys = [keys.chile, keys.chileSupport].map((key) => ({ authorization: `Bearer ${key}` }));

/** Requests that meet one mechanism each: the check of keys, of roles, of parameters, and what reads a body. */
const buildRequests = (path: string, method: string): readonly (readonly [string, RequestInit])[] => [
  [fill(path), { method }],
  ...withKeys.flatMap((key): readonly (readonly [string, RequestInit])[] =>
    method === 'GET'
      ? [
          [fill(path), { headers: key }],
          [`${fill(path)}?nobody=1`, { headers: key }],
        ]
      : [
          [fill(path), { method, headers: key }],
          [fill(path), { method, headers: { ...key, ...headers }, body: '{"nobody": 1}' }],
          [fill(path), { method, headers: { ...key, ...headers }, body: '{' }],
          [fill(path), { method, headers: { ...key, ...headers }, body: ' '.repeat(70_000) }],
          [fill(path), { method, headers: { ...key, ...headers, 'content-type': 'text/plain' }, body: 'x' }],
        ],
  ),
];

/** What the document says against an answer. */
async function findFaults(operation: DocumentedOperation, [path, init]: readonly [string, RequestInit]) {
  const reply = await fetch(`${api.url}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
  const { status, headers } = reply;
  const contentType = headers.get('content-type') ?? undefined;
  const isStream = contentType?.startsWith('text/event-stream');
  if (isStream) await reply.body?.cancel();
  const text = isStream ? '' : await reply.text();
  return { status, faults: findAnswerFaults(schemas, operation, { status, contentType, text }) };
}

describe('the answers that the document names', () => {
  it('a request triggers each mechanism in front of each route: the answer and its schema are documented', async () => {
    const all = operations().flatMap(({ path, method, operation }) =>
      buildRequests(path, method).map((request) => findFaults(operation, request)),
    );
    const found = await Promise.all(all);
    expect(found.flatMap(({ faults }) => faults)).toEqual([]);
    const statuses = new Set(found.map(({ status }) => status));
    expect([...statuses].toSorted()).toEqual(
      expect.arrayContaining([400, 401, 403, 404, 413, 415, 422, 503]),
    );
  });

  it('a method that an address does not have: 405 is documented for each, with Allow', () => {
    for (const { operation } of operations())
      expect(operation.responses['405']?.headers).toMatchObject({ Allow: expect.anything() });
  });
});
