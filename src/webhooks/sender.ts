import { Agent, request } from 'undici';
import type { WebhookSending, SendReport, WebhookSender } from '../domain/webhook-sending.js';
import { buildWebhookBody, buildWebhookId } from '../domain/webhook-delivery.js';
import { PrivateAddress, lookUpPublic, requirePublicHost } from './addresses.js';
import { signWebhook } from './sign.js';

/** Where an endpoint is, and what signs what goes there. */
export interface Endpoint {
  readonly url: string;
  /** The first one signs first; at least one. Secret. */
  readonly keys: readonly Buffer[];
}

/** What a sender is built over. */
export interface SenderOptions {
  /** Undefined for an endpoint that is not configured, or not any more. */
  readonly findEndpoint: (merchant: string, endpoint: string) => Endpoint | undefined;
  /** Whether it may connect to this machine and to private networks. */
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;

/** So many deliveries to one endpoint are under way in one process: a slow receiver takes no slots from others. */
const MOST_AT_ONCE = 20;

/** What an answer says beyond its status is of no interest: a little is read, so that the receiver may end in peace. */
const MAX_ANSWER_BYTES = 16_384;
const ANSWER_BODY_MS = 1_000;

/** Builds the sender. `close` it when nothing uses it any more. */
export function createWebhookSender({
  findEndpoint,
  allowPrivate,
  timeoutMs = TIMEOUT_MS,
}: SenderOptions): WebhookSender {
  // A connection for each try: one that is kept may have been closed by the receiver, and its name may have moved.
  const agent = new Agent({
    pipelining: 0,
    maxHeaderSize: MAX_ANSWER_BYTES,
    connect: { timeout: timeoutMs, ...(!allowPrivate && { lookup: lookUpPublic }) },
  });
  const underWay = new Map<string, number>();

  async function send(sending: WebhookSending): Promise<SendReport> {
    const endpoint = findEndpoint(sending.merchant, sending.endpoint);
    if (endpoint === undefined)
      return { kind: 'failed', status: null, cause: 'the endpoint is not in the merchants file' };
    const url = new URL(endpoint.url);
    try {
      if (!allowPrivate) requirePublicHost(url);
      const status = await post(url, sending, endpoint.keys);
      return judgeStatus(status);
    } catch (failure) {
      return { kind: 'failed', status: null, cause: describeFailure(failure, timeoutMs) };
    }
  }

  async function post(url: URL, { message }: WebhookSending, keys: readonly Buffer[]): Promise<number> {
    const id = buildWebhookId(message.event);
    const body = buildWebhookBody(message);
    const timestampS = Math.floor(Date.now() / 1_000);
    const answer = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'getnet-terminal-payments',
        'webhook-id': id,
        'webhook-timestamp': String(timestampS),
        'webhook-signature': signWebhook({ id, timestampS, body }, keys),
      },
      body,
      headersTimeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { body: rest } = answer;
    rest.on('error', () => undefined);
    await rest
      .dump({ limit: MAX_ANSWER_BYTES, signal: AbortSignal.timeout(ANSWER_BODY_MS) })
      .catch(() => undefined);
    rest.destroy();
    return answer.statusCode;
  }

  return {
    async send(sending) {
      const name = `${sending.merchant}/${sending.endpoint}`;
      const others = underWay.get(name) ?? 0;
      if (others >= MOST_AT_ONCE) return { kind: 'deferred' };
      underWay.set(name, others + 1);
      try {
        return await send(sending);
      } finally {
        const left = (underWay.get(name) ?? 1) - 1;
        if (left === 0) underWay.delete(name);
        else underWay.set(name, left);
      }
    },
    close: () => agent.destroy(),
  };
}

function judgeStatus(status: number): SendReport {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === 410) return { kind: 'gone', status, cause: 'the receiver answered 410: it wants no more' };
  const isRedirect = status >= 300 && status < 400;
  const cause = isRedirect
    ? `the receiver answered ${status}: redirects are not followed`
    : `the receiver answered ${status}`;
  return { kind: 'failed', status, cause };
}

/** Never quotes the address: it may hold a secret of the receiver's. */
function describeFailure(failure: unknown, timeoutMs: number): string {
  for (const error of listCauses(failure)) {
    if (error instanceof PrivateAddress)
      return 'the address is private: WEBHOOK_ALLOW_PRIVATE=true would allow it';
    const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
    if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
      return `no answer within ${timeoutMs / 1_000} s`;
    if (typeof code === 'string') return `no answer: ${code}`;
  }
  return 'no answer: the connection failed';
}

function listCauses(failure: unknown): readonly unknown[] {
  const found: unknown[] = [];
  for (let error = failure; typeof error === 'object' && error !== null && found.length < 5;) {
    found.push(error);
    const { errors, cause } = error as { readonly errors?: readonly unknown[]; readonly cause?: unknown };
    error = cause ?? errors?.[0];
  }
  return found;
}
