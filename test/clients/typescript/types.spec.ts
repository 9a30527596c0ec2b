import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import type { OpenAPI3 } from 'openapi-typescript';
import { runApi } from '../../api/support/running-api.js';
import type { RunningApi } from '../../api/support/running-api.js';
import { root } from '../../docs/support/pages.js';

const file = join(root, 'clients/typescript/src/openapi.ts');
/** `npm run client:types` writes the file anew. */
const isWriting = process.env['CLIENT_TYPES'] === 'write';
const HEADER = `// Written by \`npm run client:types\` from the OpenAPI document of the API, and held to it by a test: do not edit.\n\n`;

let api: RunningApi;
beforeAll(async () => {
  // Nobody has to listen there: the document needs no Temporal.
  api = await runApi({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
});
afterAll(() => api.close());

describe('the types of the client', () => {
  it('a route or a field is added: `npm run client:types` has been run', async () => {
    const { body } = await api.ask<OpenAPI3>('/openapi.json');
    const types = `${HEADER}${await generateTypes(body)}`;
    if (isWriting) writeFileSync(file, types);
    expect(readFileSync(file, 'utf8')).toBe(types);
  });
});

/** Fields with a default stay optional: they are what a caller sends. */
async function generateTypes(document: OpenAPI3): Promise<string> {
  const options = { defaultNonNullable: false, alphabetize: true, silent: true };
  return astToString(await openapiTS(withoutProse(document), options));
}

/** What routes say of themselves is for `/docs`, and changes often; what fields say helps in an editor. */
function withoutProse(document: OpenAPI3): OpenAPI3 {
  return { ...document, paths: prune(document.paths) as NonNullable<OpenAPI3['paths']> };
}

const PROSE: ReadonlySet<string> = new Set(['description', 'summary', 'example', 'examples']);

function prune(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(prune);
  if (typeof part !== 'object' || part === null) return part;
  const kept = Object.entries(part).filter(([name]) => !PROSE.has(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, prune(inner)]));
}
