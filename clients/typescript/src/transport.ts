import type { ProblemBody } from './schemas.js';
import type { Settings } from './settings.js';

/** One request to the service. */
export interface Call<Body> {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
  /** Asks the service to hold its answer until the end, so many seconds. */
  readonly waitSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  /** What is no such answer comes from somebody else, or was cut: it says nothing. */
  readonly isAnswer: (body: unknown) => body is Body;
}

/** The service said something else, or nobody said anything: then nobody knows what the service did. */
export type NoAnswer =
  | { readonly kind: 'problem'; readonly problem: ProblemBody; readonly retryAfterMs: number }
  | {
      readonly kind: 'silence';
      readonly cause: unknown;
      readonly status?: number;
      readonly retryAfterMs: number;
    };

/** What came of a request. */
export type Reply<Body> =
  { readonly kind: 'answer'; readonly body: Body; readonly headers: Headers } | NoAnswer;

/** Sends one request, once. It never throws: what the connection did is a reply too. */
export async function send<Body>(settings: Settings, call: Call<Body>): Promise<Reply<Body>> {
  try {
    const response = await settings.fetch(`${settings.baseUrl}${call.path}`, init(settings, call));
    return await readReply(response, call.isAnswer);
  } catch (cause) {
    return { kind: 'silence', cause, retryAfterMs: 0 };
  }
}

export function buildHeaders({ apiKey }: Settings): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
}

function init<Body>(settings: Settings, call: Call<Body>): RequestInit {
  const { method = 'GET', body, key, waitSeconds = 0, signal } = call;
  const limit = AbortSignal.timeout(settings.timeoutMs + waitSeconds * 1_000);
  return {
    method,
    // A redirect could turn a start into something else.
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    headers: {
      ...buildHeaders(settings),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(waitSeconds > 0 && { prefer: `wait=${waitSeconds}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** Only an answer of the service itself counts: a proxy in between has its own pages, and they prove nothing. */
export async function readReply<Body>(
  response: Response,
  isAnswer: (body: unknown) => body is Body,
): Promise<Reply<Body>> {
  const { status, headers } = response;
  const retryAfterMs = readRetryAfterMs(headers.get('retry-after'));
  const text = await response.text();
  const body = parse(text);
  if (response.ok && isAnswer(body)) return { kind: 'answer', body, headers };
  if (isProblem(body)) return { kind: 'problem', problem: body, retryAfterMs };
  const cause = new Error(`${status} without a word of the service: ${text.slice(0, 200)}`);
  return { kind: 'silence', cause, status, retryAfterMs };
}

/** @returns milliseconds; 0 where it is not said or cannot be read. */
export function readRetryAfterMs(header: string | null, nowMs = Date.now()): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - nowMs);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const retries: readonly unknown[] = ['same_key', 'new_key', 'never'];
const moneyAnswers: readonly unknown[] = ['no', 'unknown'];

function isProblem(body: unknown): body is ProblemBody {
  if (!isObject(body)) return false;
  const { code, moneyMoved, retry } = body;
  return typeof code === 'string' && moneyAnswers.includes(moneyMoved) && retries.includes(retry);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
