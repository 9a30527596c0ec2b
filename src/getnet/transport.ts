import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { oneShot } from './connection.js';
import type { Deadline } from './deadline.js';

/** One request to Getnet. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Whether a request may have reached Getnet, and what came back. Only a connection that never stood proves *no*. */
export type Exchange =
  | { readonly reached: 'no'; readonly cause: string; readonly stopped?: 'expired' | 'withheld' }
  | { readonly reached: 'maybe'; readonly cause: string }
  | {
      readonly reached: 'yes';
      readonly status: number;
      readonly contentType?: string;
      readonly retryAfter?: string;
      readonly body: string;
    };

/** What bounds one request. */
export interface RequestLimits {
  /** Milliseconds for the whole answer, from the moment the request may leave. */
  readonly answerWithin: number;
  /** For commands: later than this nothing is sent. */
  readonly deadline?: Deadline;
  /** For commands: asked once the connection is ready; unless it says yes, nothing is written. */
  readonly mayStillSend?: () => Promise<boolean>;
}

/** The only HTTP towards Getnet. It classifies and never retries, follows no redirect and takes bounded answers only. */
export interface Transport {
  /** For commands and logins: a fresh connection, which nobody but the limits ends. */
  once(request: HttpRequest, limits: RequestLimits): Promise<Exchange>;
  /** For questions that may be asked again: a kept connection. */
  ask(request: HttpRequest, limits: RequestLimits): Promise<Exchange>;
  /** Closes the kept connections; a command under way goes on. */
  close(): Promise<void>;
}

/** Bytes: far more than any documented answer. */
const LARGEST_ANSWER = 256 * 1024;
/** Milliseconds. */
const CONNECT_WITHIN = 10_000;

/** Builds the transport. `close` it when nothing uses it any more. */
export function createTransport(): Transport {
  const kept = new Agent({
    connect: { timeout: CONNECT_WITHIN, allowH2: false },
    allowH2: false,
    pipelining: 1,
    connections: 128,
    maxResponseSize: LARGEST_ANSWER,
  });
  return { once, ask: (request, limits) => ask(kept, request, limits), close: () => kept.close() };
}

async function once(request: HttpRequest, limits: RequestLimits): Promise<Exchange> {
  const { answerWithin, deadline, mayStillSend } = limits;
  if (deadline?.passed()) return { reached: 'no', cause: 'the deadline had passed', stopped: 'expired' };
  const patience = patienceOf(answerWithin);
  const gate = { connectWithin: CONNECT_WITHIN, largestAnswer: LARGEST_ANSWER, deadline, mayStillSend };
  const connection = oneShot(request.url.origin, gate, patience.start);
  try {
    return await answerTo(connection.client, request, { ...patience.limits, reset: true });
  } catch (failure) {
    const cause = inWords(failure);
    const state = connection.state();
    if (state === 'standing') return { reached: 'maybe', cause };
    const stopped = state === 'expired' || state === 'withheld' ? { stopped: state } : {};
    return { reached: 'no', cause, ...stopped };
  } finally {
    patience.stop();
    void connection.client.destroy().catch(() => undefined);
  }
}

async function ask(kept: Agent, request: HttpRequest, { answerWithin }: RequestLimits): Promise<Exchange> {
  const patience = patienceOf(answerWithin);
  patience.start();
  try {
    return await answerTo(kept, request, patience.limits);
  } catch (failure) {
    return { reached: 'maybe', cause: inWords(failure) };
  } finally {
    patience.stop();
  }
}

type Way = Pick<Dispatcher.RequestOptions, 'signal' | 'reset' | 'headersTimeout' | 'bodyTimeout'>;

async function answerTo(dispatcher: Dispatcher, request: HttpRequest, way: Way): Promise<Exchange> {
  const { method, url, headers, body = null } = request;
  const response = await dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method,
    headers,
    body,
    ...way,
  });
  return {
    reached: 'yes',
    status: response.statusCode,
    contentType: oneOf(response.headers['content-type']),
    retryAfter: oneOf(response.headers['retry-after']),
    body: await boundedText(response.body),
  };
}

async function boundedText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of chunks) {
    bytes += part.length;
    if (bytes > LARGEST_ANSWER) throw new Error(`the answer is larger than ${LARGEST_ANSWER} bytes`);
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

/** undici's own limits are coarse, and its body limit starts anew with each piece: the signal bounds the whole answer. */
function patienceOf(answerWithin: number) {
  const controller = new AbortController();
  const limit = Math.max(1, Math.ceil(answerWithin));
  let timer: NodeJS.Timeout | undefined;
  const ring = () => controller.abort(new Error(`no whole answer within ${limit} ms`));
  return {
    limits: { signal: controller.signal, headersTimeout: limit, bodyTimeout: limit },
    start: () => {
      timer = setTimeout(ring, limit);
    },
    stop: () => clearTimeout(timer),
  };
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function inWords(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const code = 'code' in failure && typeof failure.code === 'string' ? `${failure.code}: ` : '';
  return `${code}${failure.message}`;
}
