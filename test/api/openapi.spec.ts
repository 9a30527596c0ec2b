import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { operationExamples } from '../../src/api/docs/operation-examples.js';
import { momentField } from '../../src/api/http/query-fields.js';
import { readIdempotencyKey } from '../../src/api/transactions/idempotency-key.js';
import { compileSchemas } from './support/document-schemas.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';

interface Content {
  readonly schema?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Body {
  readonly content?: Readonly<Record<string, Content>>;
}
interface Link {
  readonly operationId: string;
  readonly parameters: Readonly<Record<string, string>>;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: unknown }[];
  readonly tags: readonly string[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body & { readonly links?: Readonly<Record<string, Link>> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, unknown>>;
    readonly securitySchemes: unknown;
  };
  readonly [name: string]: unknown;
}

let api: RunningApi;
let document: Document;
let schemas: ReturnType<typeof compileSchemas>;
beforeAll(async () => {
  // Nobody has to listen there: the document needs no Temporal.
  api = await runApi({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  document = (await api.ask<Document>('/openapi.json')).body;
  schemas = compileSchemas(document);
});
afterAll(() => api.close());

const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));
const start = () => document.paths['/v1/transactions']?.['post'];
const startSchema = () => start()?.requestBody?.content?.['application/json']?.schema;

/** Each example of bodies, with what the schema beside it says against it. */
function judged(bodies: readonly (Body | undefined)[]): readonly (readonly [string, readonly string[]])[] {
  return bodies
    .flatMap((body) => Object.values(body?.content ?? {}))
    .flatMap(({ schema, examples = {} }) =>
      Object.entries(examples).map(([name, { value }]) => [name, schemas.faultsOf(schema, value)] as const),
    );
}

const barcode = { printSeq: 1, type: 'barcode', encode: 'ean13', data: 'abc' };

describe('the OpenAPI document, held against a JSON schema validator', () => {
  it('an example of a request is sent by a strict client: its schema takes it', () => {
    const found = judged([start()?.requestBody]);
    expect(found.map(([name]) => name)).toEqual(Object.keys(operationExamples()));
    expect(found.filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  it('an example of an answer is read by a strict client: its schema takes it', () => {
    const found = judged(operations().flatMap(({ responses }) => Object.values(responses)));
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  it('a text has letters: a pattern that needs the Unicode flag is none', () => {
    const sale = { type: 'sale', terminalId: 'cl-till-1', amount: { value: 1, currency: 'CLP' } };
    expect(schemas.faultsOf(startSchema(), { ...sale, reference: 'Ñandú 1' })).toEqual([]);
    expect(schemas.faultsOf(startSchema(), { ...sale, reference: 'a\u0007b' })).not.toEqual([]);
    expect(JSON.stringify(document)).not.toMatch(/\\\\[pP]\{/);
  });

  it.each<[string, object]>([
    ['more than a terminal takes', { type: 'sale', amount: { value: 1_000_000_000, currency: 'CLP' } }],
    ['nothing', { type: 'sale', amount: { value: 0, currency: 'CLP' } }],
    ['a type of nobody', { type: 'gift' }],
    ['a field of nobody', { type: 'poll', tip: 1 }],
    ['a tax id of no form', { type: 'identity_check', options: { rutToValidate: '11.11-1' } }],
    ['a void of no id', { type: 'void', originalTransactionId: 'ORD-1001' }],
    ['a barcode of letters', { type: 'print', options: { details: [barcode] } }],
  ])('%s is requested: the schema rejects it too', (_, body) => {
    expect(schemas.faultsOf(startSchema(), { terminalId: 'cl-till-1', ...body })).not.toEqual([]);
  });
});

describe('the form of a parameter', () => {
  const moments = momentField('CL');
  const findFaults = (operationId: string, parameter: string, value: unknown) => {
    const { parameters = [] } = operations().find((one) => one.operationId === operationId) ?? {};
    const { schema } = parameters.find(({ name }) => name === parameter) ?? {};
    expect(schema).toBeDefined();
    return schemas.faultsOf(schema, value);
  };

  it.each([
    ['listTransactions', 'to', 'yesterday'],
    ['listTransactions', 'from', ''],
    ['listTransactions', 'from', '2026-01-15T13:30Z'],
    ['listTransactions', 'reference', ''],
    ['listTransactions', 'status', []],
    ['listTransactions', 'cursor', 'ä'],
    ['exportTransactions', 'shift', 'night'],
    ['listAttention', 'cursor', ''],
    ['listWebhookDeliveries', 'cursor', '{}'],
    ['startTransaction', 'Idempotency-Key', 'k 1'],
  ])('%s is requested with %s %j: the schema rejects it too', (operation, parameter, value) => {
    expect(findFaults(operation, parameter, value)).not.toEqual([]);
  });

  it('the service accepts a time: so does the schema', () => {
    const offsets = fc.constantFrom('Z', '+00:00', '-03:00', '+14:00');
    const date = fc.date({ min: new Date('1970-01-01'), max: new Date('9000-01-01'), noInvalidDate: true });
    const times = fc.tuple(date, fc.constantFrom(10, 19, 21, 23), offsets).map(([at, end, offset]) => {
      return at.toISOString().slice(0, end) + (end === 10 ? '' : offset);
    });
    fc.assert(
      fc.property(times, (time) => {
        expect(moments.safeParse(time).success).toBe(true);
        expect(findFaults('listTransactions', 'from', time)).toEqual([]);
      }),
    );
  });

  it('the schema accepts a key: so does the service', () => {
    const takes = (key: string) => {
      try {
        return readIdempotencyKey(key).length > 0;
      } catch {
        return false;
      }
    };
    const letters = fc.constantFrom('a', '"', '!', '~', ' ', 'ä', ',');
    fc.assert(
      fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 5 }), (key) => {
        const isInForm = findFaults('startTransaction', 'Idempotency-Key', key).length === 0;
        // A quote inside the quotes needs its backslash: no form says so.
        if (/^".*".*"$/.test(key)) return;
        expect(isInForm).toBe(takes(key));
      }),
    );
  });
});

describe('where an answer leads', () => {
  it('a link is followed: the operation has the parameter, and the examples of the answer have the id', () => {
    const linked = operations()
      .flatMap(({ responses }) => Object.values(responses))
      .filter(({ links }) => links);
    const followed = linked.flatMap(({ links = {}, content = {} }) =>
      Object.values(links).map(({ operationId, parameters }) => {
        const target = operations().find((one) => one.operationId === operationId);
        const [[name = '', expression = ''] = []] = Object.entries(parameters);
        const has = target?.parameters?.some((one) => one.name === name && one.in === 'path');
        const examples = Object.values(content).flatMap(({ examples: all = {} }) => Object.values(all));
        const ids = examples.map(({ value }) => readPointer(value, expression.split('#')[1] ?? ''));
        return { operationId, has, ids: ids.filter((id) => typeof id === 'string').length > 0 };
      }),
    );
    expect(followed.length).toBeGreaterThan(10);
    expect(followed.filter(({ has, ids }) => !has || !ids)).toEqual([]);
  });
});

function readPointer(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((part, name) => (part as Readonly<Record<string, unknown>> | undefined)?.[name], value);
}

describe('the OpenAPI document for its reader', () => {
  it('one tag an operation, an API key that is no JWT, no limit that nobody set', () => {
    for (const { tags } of operations()) expect(tags).toHaveLength(1);
    expect(document.components.securitySchemes).toEqual({
      apiKey: { type: 'http', scheme: 'bearer', description: expect.stringContaining('API key') as unknown },
    });
    expect(JSON.stringify(document)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });
});
