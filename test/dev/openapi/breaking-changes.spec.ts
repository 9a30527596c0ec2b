import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges } from '../../../src/dev/openapi/breaking-changes.js';
import { withoutProse } from '../../../src/dev/openapi/json.js';
import type { Json } from '../../../src/dev/openapi/json.js';
import { runApi } from '../../api/support/running-api.js';
import type { RunningApi } from '../../api/support/running-api.js';
import { root } from '../../docs/support/pages.js';

/** A change of the document, as text is changed. */
type Edit = (document: Draft) => void;
interface Draft {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
interface Operation {
  parameters: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  enum?: string[];
  maximum?: number;
  minLength?: number;
  pattern?: string;
  additionalProperties?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  items?: Schema;
}

const released = (): Draft => ({
  paths: {
    '/v1/sales': {
      post: {
        parameters: [
          { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } },
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { oneOf: [ref('Start'), ref('Other')] } } },
        },
        responses: {
          200: { content: { 'application/json': { schema: ref('Sale') } } },
          409: { content: { 'application/problem+json': { schema: ref('Problem') } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Start: {
        type: 'object',
        additionalProperties: false,
        required: ['type'],
        properties: {
          type: { type: 'string', enum: ['sale', 'void'] },
          note: { type: 'string', minLength: 1 },
        },
      },
      Other: { type: 'object' },
      Problem: { type: 'object' },
      Sale: {
        type: 'object',
        required: ['id', 'parts'],
        properties: {
          id: { type: 'string' },
          note: { type: 'string', nullable: true },
          parts: { type: 'array', items: ref('Sale') },
          status: { type: 'string', enum: ['open', 'closed'] },
        },
      },
    },
  },
});

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function found(edit: Edit): readonly string[] {
  const current = released();
  edit(current);
  return breakingChanges(asJson(released()), asJson(current));
}

const asJson = (draft: Draft) => draft as unknown as Json;
const post = ({ paths }: Draft) => paths['/v1/sales']?.['post'] as Operation;
const schema = ({ components }: Draft, name: string) => components.schemas[name] as Required<Schema>;
const place = 'POST /v1/sales';

describe('what breaks a client of the released document', () => {
  it.each<[string, Edit, string]>([
    ['an address is gone', (now) => delete now.paths['/v1/sales'], `${place}: is gone`],
    ['a parameter is gone', (now) => post(now).parameters.pop(), `${place}: query limit is gone`],
    [
      'a parameter is required',
      (now) => post(now).parameters.push({ name: 'a', in: 'query', required: true, schema: {} }),
      `${place}: query a is required now`,
    ],
    [
      'a limit is lower',
      (now) =>
        post(now).parameters.splice(1, 1, {
          name: 'limit',
          in: 'query',
          schema: { type: 'integer', maximum: 10 },
        }),
      `${place} query limit: maximum was 100 and is 10`,
    ],
    [
      'a body of a kind is taken no more',
      (now) => post(now).requestBody?.content['application/json']?.schema.oneOf?.pop(),
      `${place} body: #/components/schemas/Other is taken no more`,
    ],
    [
      'a field may not be sent',
      (now) => delete schema(now, 'Start').properties['note'],
      `${place} body.note: is gone`,
    ],
    [
      'a field has to be sent',
      (now) => schema(now, 'Start').required.push('note'),
      `${place} body.note: is required now`,
    ],
    [
      'a value is taken no more',
      (now) => schema(now, 'Start').properties['type']?.enum?.pop(),
      `${place} body.type: void is taken no more`,
    ],
    [
      'a text has to be longer',
      (now) => void Object.assign(schema(now, 'Start').properties['note'] ?? {}, { minLength: 2 }),
      `${place} body.note: minLength was 1 and is 2`,
    ],
    [
      'a text has a form',
      (now) => void Object.assign(schema(now, 'Start').properties['note'] ?? {}, { pattern: 'x' }),
      `${place} body.note: pattern was anything and is x`,
    ],
    ['a success has another status', (now) => delete post(now).responses['200'], `${place} 200: is gone`],
    [
      'a field of an answer is gone',
      (now) => delete schema(now, 'Sale').properties['status'],
      `${place} 200.status: is gone`,
    ],
    [
      'a field of an answer may be missing',
      (now) => schema(now, 'Sale').required.shift(),
      `${place} 200.id: may be missing now`,
    ],
    [
      'a field of an answer is of another type',
      (now) => void Object.assign(schema(now, 'Sale').properties['id'] ?? {}, { type: 'integer' }),
      `${place} 200.id: string became integer`,
    ],
    [
      'a field of an answer may be null',
      (now) => void Object.assign(schema(now, 'Sale').properties['id'] ?? {}, { nullable: true }),
      `${place} 200.id: null may come now`,
    ],
  ])('%s', (_, edit, change) => {
    expect(found(edit)).toContain(change);
  });

  it.each<[string, Edit]>([
    ['nothing', () => undefined],
    ['an address', (now) => void (now.paths['/v1/more'] = {})],
    ['an optional parameter', (now) => post(now).parameters.push({ name: 'a', in: 'query', schema: {} })],
    [
      'an optional field to send',
      (now) => void (schema(now, 'Start').properties['more'] = { type: 'string' }),
    ],
    ['a value to send', (now) => schema(now, 'Start').properties['type']?.enum?.push('return')],
    ['a field of an answer', (now) => void (schema(now, 'Sale').properties['more'] = { type: 'string' })],
    ['a value of an answer', (now) => schema(now, 'Sale').properties['status']?.enum?.push('lost')],
    ['an error', (now) => void (post(now).responses['410'] = {})],
    ['an error less', (now) => delete post(now).responses['409']],
    [
      'a higher limit',
      (now) => void Object.assign(post(now).parameters[1]?.schema ?? {}, { maximum: 1_000 }),
    ],
  ])('new is %s: nothing breaks', (_, edit) => {
    expect(found(edit)).toEqual([]);
  });
});

describe('the document that this API serves', () => {
  let api: RunningApi;
  beforeAll(async () => void (api = await runApi({ TEMPORAL_ADDRESS: '127.0.0.1:1' })));
  afterAll(() => api.close());

  it('a route or a field is changed: no client of the last release breaks (`npm run check:openapi`)', async () => {
    const file = readFileSync(join(root, 'docs/openapi/released.json'), 'utf8');
    const { body } = await api.ask<Json>('/openapi.json');
    expect(breakingChanges(JSON.parse(file) as Json, withoutProse(body) as Json)).toEqual([]);
  });
});
