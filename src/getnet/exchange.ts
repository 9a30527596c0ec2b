import type { Client, Dispatcher } from 'undici';
import { decodeAnswer } from './answer-text.js';
import type { Clock } from './deadline.js';

/** One request to Getnet. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer, whatever it says. */
export interface Answered {
  readonly reached: 'yes';
  readonly status: number;
  readonly contentType?: string;
  readonly retryAfter?: string;
  readonly body: string;
  /** From the moment the request could leave until the whole answer was there. */
  readonly afterMs: number;
}

/** Whether a request may have reached Getnet, and what came back. Only a connection that never stood proves *no*. */
export type Exchange =
  | { readonly reached: 'no'; readonly cause: string; readonly stopped?: 'expired' | 'withheld' }
  | { readonly reached: 'maybe'; readonly cause: string }
  | Answered;

/** Bytes: far more than any documented answer. */
export const MAX_ANSWER_BYTES = 1024 * 1024;

/** Bounds one exchange from the moment it may leave. */
export interface Stopwatch {
  /** Stands for "now it may leave". */
  start(): void;
  stop(): void;
  afterMs(): number;
  readonly limits: Pick<Dispatcher.RequestOptions, 'signal' | 'headersTimeout' | 'bodyTimeout'>;
}

/** undici's own limits are coarse, and its body limit starts anew with each piece: the signal bounds the whole answer. */
export function createStopwatch(timeoutMs: number, clock: Pick<Clock, 'monotonic'>): Stopwatch {
  const controller = new AbortController();
  const limit = Math.max(1, Math.ceil(timeoutMs));
  const abort = () => controller.abort(new Error(`no whole answer within ${limit} ms`));
  let timer: NodeJS.Timeout | undefined;
  let started = clock.monotonic();
  return {
    limits: { signal: controller.signal, headersTimeout: limit, bodyTimeout: limit },
    start: () => {
      started = clock.monotonic();
      timer = setTimeout(abort, limit);
    },
    stop: () => clearTimeout(timer),
    afterMs: () => clock.monotonic() - started,
  };
}

/** How a request goes out. */
export interface ExchangeOptions {
  readonly watch: Stopwatch;
  /** Whether the connection is closed after the answer. */
  readonly closesAfterwards: boolean;
}

/**
 * Makes one request and reads its whole answer; follows no redirect.
 *
 * @throws whatever kept it from a whole, readable answer.
 */
export async function exchange(
  client: Client,
  request: HttpRequest,
  { watch, closesAfterwards }: ExchangeOptions,
): Promise<Answered> {
  const { method, url, headers, body = null } = request;
  const response = await client.request({
    path: `${url.pathname}${url.search}`,
    method,
    headers,
    body,
    reset: closesAfterwards,
    ...watch.limits,
  });
  const bytes = await readBoundedBytes(response.body);
  const readHeader = (name: string) => joinHeader(response.headers[name]);
  return {
    reached: 'yes',
    status: response.statusCode,
    contentType: readHeader('content-type'),
    retryAfter: readHeader('retry-after'),
    body: decodeAnswer({ bytes, encoding: readHeader('content-encoding') }, MAX_ANSWER_BYTES),
    afterMs: watch.afterMs(),
  };
}

async function readBoundedBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of chunks) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer is larger than ${MAX_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A header that came several times counts as one list, except where only one can be meant. */
function joinHeader(readHeader: string | string[] | undefined): string | undefined {
  return Array.isArray(readHeader) ? readHeader.join(', ') : readHeader;
}

/** Why there was no answer, for logs. */
export function describeFailure(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const code = 'code' in failure && typeof failure.code === 'string' ? `${failure.code}: ` : '';
  return `${code}${failure.message}`;
}
