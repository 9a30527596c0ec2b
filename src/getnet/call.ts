import type { Country } from '../domain/terminal.js';
import type { Clock } from './deadline.js';
import { redactExcerpt } from './mapping/safe-text.js';
import type { Exchange, HttpRequest, RequestLimits, Transport } from './transport.js';
import { parseJsonObject } from './wire/fields.js';

/** Where Getnet is and how it knows the caller. */
export interface Endpoint {
  /** Ends in `/api/postxs/`; undefined for a country that is not configured. */
  readonly baseUrlFor: (country: Country) => string | undefined;
  /** The `env` header (contract §1.3). */
  readonly environment: string;
  /** For the provider's firewall (contract §1.2). */
  readonly extraHeaders: Readonly<Record<string, string>>;
}

/** One request as the log tells it. Never a secret, token, callback address or whole body. */
export interface GetnetEvent {
  readonly event: 'getnet_request';
  readonly merchant: string;
  readonly customId?: string;
  /** Under the base URL: `auth`, a command's path, or the number that is asked for. */
  readonly path: string;
  readonly durationMs: number;
  readonly reached: Exchange['reached'];
  readonly httpStatus?: number;
  /** What it was taken for: the `kind` of a login, a dispatch outcome or a verdict. */
  readonly outcome: string;
  /** Why no answer came. */
  readonly cause?: string;
  /** The beginning of an answer nobody could read, its digits hidden. */
  readonly excerpt?: string;
}

/** What every request needs. */
export interface CallContext {
  readonly endpoint: Endpoint;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: (event: GetnetEvent) => void;
}

/** One request to be made. */
export interface Call {
  readonly merchant: string;
  readonly country: Country;
  readonly customId?: string;
  readonly path: string;
  readonly token?: string;
  readonly json?: object;
  readonly form?: string;
  /** `sendOnce`: a fresh connection; `query`: a kept one, for what may be asked again. */
  readonly via: 'sendOnce' | 'query';
  readonly limits: RequestLimits;
}

/** Makes one request, has its exchange judged, and logs both. */
export async function call<Judged extends { readonly kind: string }>(
  { transport, clock, endpoint, log }: CallContext,
  outgoing: Call,
  judge: (exchange: Exchange) => Judged,
): Promise<Judged> {
  const start = clock.monotonic();
  const request = buildRequest(endpoint, outgoing);
  const exchange = request
    ? await transport[outgoing.via](request, outgoing.limits)
    : exchangeWithoutAddress(outgoing);
  const judged = judge(exchange);
  const durationMs = Math.round(clock.monotonic() - start);
  log({ ...describeCall(outgoing), durationMs, ...describeExchange(exchange), outcome: judged.kind });
  return judged;
}

function buildRequest(
  { baseUrlFor, environment, extraHeaders }: Endpoint,
  call: Call,
): HttpRequest | undefined {
  const { country, path, token, json, form } = call;
  const base = baseUrlFor(country);
  if (base === undefined) return undefined;
  const extra = Object.entries(extraHeaders).map(([name, value]) => [name.toLowerCase(), value] as const);
  const body = json === undefined ? form : JSON.stringify(json);
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  const headers = {
    // A firewall in front of Getnet may refuse a request without one.
    'user-agent': 'getnet-terminal-payments',
    ...Object.fromEntries(extra),
    accept: 'application/json',
    'accept-encoding': 'identity',
    env: environment,
    country: country.toLowerCase(),
    app: 'posintegrado',
    ...(body !== undefined && { 'content-type': type }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const url = new URL(path, base.endsWith('/') ? base : `${base}/`);
  return { method: body === undefined ? 'GET' : 'POST', url, headers, body };
}

function exchangeWithoutAddress({ country }: Call): Exchange {
  return {
    reached: 'no',
    cause: `set GETNET_BASE_URL or GETNET_BASE_URL_${country}: there is no address of Getnet`,
  };
}

function describeCall({ merchant, customId, path }: Call) {
  return { event: 'getnet_request', merchant, ...(customId !== undefined && { customId }), path } as const;
}

function describeExchange(
  exchange: Exchange,
): Pick<GetnetEvent, 'reached' | 'httpStatus' | 'cause' | 'excerpt'> {
  if (exchange.reached !== 'yes') return { reached: exchange.reached, cause: exchange.cause };
  const { reached, status, body } = exchange;
  const readable = parseJsonObject(body) !== undefined;
  return { reached, httpStatus: status, ...(!readable && { excerpt: redactExcerpt(body) }) };
}
