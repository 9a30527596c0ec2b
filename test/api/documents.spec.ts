import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listCapabilities } from '../../src/getnet/countries/countries.js';
import { HEARTBEAT_MS } from '../../src/api/events/stream-clock.js';
import { streamLimits } from '../../src/config/stream-limits.js';
import { problemCodes } from '../../src/api/problems/catalogue.js';
import { findClosedPort } from './support/closed-port.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ TEMPORAL_ADDRESS: `127.0.0.1:${await findClosedPort()}`, RATE_LIMIT: '1000' });
});
afterAll(() => api.close());

describe('what a newcomer reads', () => {
  interface Document {
    readonly openapi: string;
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: {
      readonly schemas: Readonly<Record<string, unknown>>;
      readonly securitySchemes: unknown;
    };
  }
  interface Field {
    readonly description?: string;
  }

  /** The options of a schema, or of each of its forms. */
  function optionsIn(schema: unknown): readonly Readonly<Record<string, Field>>[] {
    const { oneOf, properties } = schema as {
      readonly oneOf?: readonly object[];
      readonly properties?: { readonly options?: { readonly properties: Readonly<Record<string, Field>> } };
    };
    return oneOf?.flatMap(optionsIn) ?? (properties?.options ? [properties.options.properties] : []);
  }

  interface Operation {
    readonly description?: string;
    readonly security?: unknown;
    readonly responses: Readonly<
      Record<string, { readonly content?: Readonly<Record<string, { examples?: object }>> }>
    >;
  }

  it('the OpenAPI document describes every route', async () => {
    const { body } = await api.ask<Document>('/openapi.json');
    expect(body.openapi).toMatch(/^3\./);
    expect(Object.keys(body.paths).sort()).toEqual([
      '/health/live',
      '/health/ready',
      '/v1/events',
      '/v1/exports/transactions',
      '/v1/operator/attention',
      '/v1/operator/terminals/{terminalId}/release',
      '/v1/operator/transactions/{id}/resolution',
      '/v1/reconciliations',
      '/v1/reconciliations/{id}',
      '/v1/reconciliations/{id}/resolution',
      '/v1/terminals',
      '/v1/terminals/{terminalId}',
      '/v1/transactions',
      '/v1/transactions/{id}',
      '/v1/transactions/{id}/audit',
      '/v1/transactions/{id}/cancel',
      '/v1/transactions/{id}/confirm',
      '/v1/transactions/{id}/events',
      '/v1/webhook-deliveries',
      '/v1/webhook-deliveries/{id}/redeliver',
      '/v1/webhooks/test',
      '/webhooks/getnet/{token}',
    ]);
    expect(body.components.securitySchemes).toMatchObject({ apiKey: { type: 'http', scheme: 'bearer' } });
  });

  it('a start: every status with an example, the codes of its problems among them', async () => {
    const { body } = await api.ask<Document>('/openapi.json');
    const start = body.paths['/v1/transactions']?.['post'];
    const statuses = Object.keys(start?.responses ?? {}).sort();
    expect(statuses).toEqual([
      '200',
      '202',
      '400',
      '401',
      '403',
      '405',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '502',
      '503',
    ]);
    const busy = start?.responses['409']?.content?.['application/problem+json'];
    expect(Object.keys(busy?.examples ?? {})).toContain('terminal-busy');
    expect(start?.security).toEqual([{ apiKey: [] }]);
  });

  it('a start takes an operation of a country, told apart by its type', async () => {
    const { body } = await api.ask<Document>('/openapi.json');
    const { schemas } = body.components;
    for (const [name, country] of [
      ['Chile', 'CL'],
      ['Argentina', 'AR'],
    ] as const) {
      const { discriminator } = schemas[`OperationIn${name}`] as {
        readonly discriminator: { readonly propertyName: string; readonly mapping: object };
      };
      expect(discriminator.propertyName).toBe('type');
      expect(Object.keys(discriminator.mapping)).toEqual(listCapabilities(country));
    }
    expect(JSON.stringify(schemas['PromoSaleInChile'])).toContain('"idPromo"');
    expect(JSON.stringify(schemas['SaleInArgentina'])).not.toContain('"ticketNumber"');
    expect(JSON.stringify(body.paths['/v1/transactions']?.['post'])).toContain('/OperationInArgentina"');
  });

  it('an option is described with its unit, limits and meaning', async () => {
    const { body } = await api.ask<Document>('/openapi.json');
    for (const [name, schema] of Object.entries(body.components.schemas)) {
      if (!/In(?:Chile|Argentina)$/.test(name)) continue;
      for (const options of optionsIn(schema))
        for (const [option, field] of Object.entries(options))
          expect([name, option, field.description ?? '']).toEqual([
            name,
            option,
            expect.stringMatching(/\w{3}/),
          ]);
    }
  });

  it('a client made from it may be given more fields than it knows, and may send none that we do not', async () => {
    const { body } = await api.ask<Document>('/openapi.json');
    const { Transaction, Terminal, SaleInChile } = body.components.schemas;
    expect(JSON.stringify([Transaction, Terminal])).not.toContain('"additionalProperties":false');
    expect(SaleInChile).toMatchObject({ additionalProperties: false });
  });

  it('what may be repeated after a while says after how long', async () => {
    const { body } = await api.ask<Document>('/openapi.json');
    const { responses } = body.paths['/v1/transactions']?.['post'] ?? { responses: {} };
    for (const status of ['409', '429', '503'])
      expect(responses[status]).toMatchObject({ headers: { 'Retry-After': {} } });
  });

  it('a limit of the event streams changes: their descriptions say so', async () => {
    const { body } = await api.ask<Document>('/openapi.json');
    const describeRoute = (path: string) => body.paths[path]?.['get']?.description;
    const heartbeat = `Every ${HEARTBEAT_MS / 1_000} seconds there is a comment`;
    expect(describeRoute('/v1/transactions/{id}/events')).toContain(heartbeat);
    expect(describeRoute('/v1/events')).toContain(heartbeat);
    expect(describeRoute('/v1/events')).toContain(`covers ${streamLimits.openPlaces} transactions`);
  });

  it('every reference in the document leads somewhere', async () => {
    const { body } = await api.ask<Document>('/openapi.json');
    const references = [...JSON.stringify(body).matchAll(/"#\/components\/schemas\/([A-Za-z]+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(5);
    for (const name of references) expect(body.components.schemas).toHaveProperty(String(name));
  });

  it('the page loads its machinery from this API alone', async () => {
    const { body, headers } = await api.ask<string>('/docs');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => String(file));
    expect(files).toHaveLength(4);
    for (const file of files) expect((await api.ask(file)).status).toBe(200);
    expect((await api.ask('/docs/package.json')).status).toBe(404);
  });

  it.each(problemCodes)('the page of %s', async (code) => {
    const page = await api.ask<string>(`/problems/${code}`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.body).toContain(code);
  });

  it('the index of all problems, and no page for a code there is not', async () => {
    expect((await api.ask('/problems')).status).toBe(200);
    expect(await api.ask('/problems/nonsense')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
