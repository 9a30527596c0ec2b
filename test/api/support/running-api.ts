import type { Type } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { createApi } from '../../../src/api/create-api.js';
import { METRICS } from '../../../src/api/metrics/metrics.js';
import type { Metrics } from '../../../src/api/metrics/metrics.js';
import { problemSchema } from '../../../src/api/problems/problem.schema.js';
import type { ProblemBody } from '../../../src/api/problems/problem.js';
import type { RenderedTransaction } from '../../../src/rendering/render-transaction.js';
import { httpLimits } from '../../../src/config/connection-timeouts.js';
import type { HttpLimits } from '../../../src/config/connection-timeouts.js';
import { streamLimits } from '../../../src/config/stream-limits.js';
import type { StreamLimits } from '../../../src/config/stream-limits.js';
import { createLogger } from '../../../src/config/logger.js';
import { keys, shopSettings } from './shop.js';

/** An answer, read. */
export interface Reply<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What a request carries besides its body. */
export interface Extras {
  readonly as?: string;
  readonly key?: string;
  readonly prefer?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type RunningApi = Awaited<ReturnType<typeof runApi>>;

/** A transaction or a problem: a test knows which. */
type AnyBody = Omit<RenderedTransaction, 'type' | 'status'> &
  Omit<ProblemBody, 'type' | 'status'> & { readonly type: string; readonly status: string | number };

/** @returns a body that starts a sale of CLP 5,990. */
export function buildSaleBody(terminalId: string, over: Readonly<Record<string, unknown>> = {}) {
  return { type: 'sale', terminalId, amount: { value: 5990, currency: 'CLP' }, ...over };
}

/** Runs the whole API on a port of its own; what it logs is kept. */
export async function runApi(
  variables: Readonly<Record<string, string>>,
  http: HttpLimits = httpLimits,
  streams: StreamLimits = streamLimits,
) {
  const lines: string[] = [];
  const settings = await shopSettings(variables);
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ name: 'api', level: 'debug', redactor: settings.redactor, destination });
  const app = await createApi({ settings, log, http, streams });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();

  async function ask<Body = AnyBody>(path: string, init: RequestInit = {}): Promise<Reply<Body>> {
    const reply = await fetch(`${url}${path}`, init);
    const text = await reply.text();
    const json = reply.headers.get('content-type')?.includes('json') ?? false;
    if (reply.headers.get('content-type') === 'application/problem+json')
      problemSchema.parse(JSON.parse(text));
    return { status: reply.status, headers: reply.headers, body: (json ? JSON.parse(text) : text) as Body };
  }

  const buildHeaders = ({ as = keys.chile, prefer, headers }: Extras) => ({
    authorization: `Bearer ${as}`,
    ...(prefer === undefined ? {} : { prefer }),
    ...headers,
  });

  return {
    url,
    lines,
    settings,
    /** The metrics of this process, as Prometheus reads them. */
    metrics: () => app.get<Metrics>(METRICS).registry.metrics(),
    ask,
    get: <Body = AnyBody>(path: string, extras: Extras = {}) =>
      ask<Body>(path, { headers: buildHeaders(extras) }),
    /** A request about something that exists; without a body unless one is given. */
    post: (path: string, extras: Extras & { readonly body?: unknown } = {}) => {
      const { body } = extras;
      if (body === undefined) return ask(path, { method: 'POST', headers: buildHeaders(extras) });
      const headers = { 'content-type': 'application/json', ...buildHeaders(extras) };
      return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    },
    start: (body: unknown, extras: Extras = {}) => {
      const { key = randomUUID() } = extras;
      const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...buildHeaders(extras) };
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return ask('/v1/transactions', { method: 'POST', headers, body: text });
    },
    /** One of its services, for what has no route of its own. */
    resolve: <Service>(service: Type<Service>): Service => app.get(service),
    /** @param extras `body`: what is sent as JSON; nothing unless told. */
    cancel: (id: string, { body, ...extras }: Extras & { readonly body?: string } = {}) => {
      const headers = {
        ...buildHeaders(extras),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      };
      return ask(`/v1/transactions/${id}/cancel`, {
        method: 'POST',
        headers,
        ...(body !== undefined && { body }),
      });
    },
    close: () => app.close(),
  };
}
