import type { SendReport, WebhookSender, WebhookSending } from '../domain/webhook-sending.js';
import { PrivateAddress } from './addresses.js';
import type { FindAddresses } from './names.js';
import { createWebhookAgent, createWebhookLookup, postWebhook } from './post.js';
import type { Endpoint } from './post.js';
import { EndpointSlots } from './slots.js';

export type { Endpoint } from './post.js';

/** What a sender is built over. */
export interface SenderOptions {
  /** Undefined for an endpoint that is not configured, or not any more. */
  readonly findEndpoint: (merchant: string, endpoint: string) => Endpoint | undefined;
  /** Whether it may connect to this machine and to private networks. */
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
  /** Looks names up. */
  readonly findAddresses?: FindAddresses;
}

export const TIMEOUT_MS = 15_000;
export const MAX_CONCURRENT = 20;

/** Builds the sender. `close` it when nothing uses it any more. */
export function createWebhookSender({
  findEndpoint,
  allowPrivate,
  timeoutMs = TIMEOUT_MS,
  findAddresses = createWebhookLookup(allowPrivate),
}: SenderOptions): WebhookSender {
  const limits = { allowPrivate, timeoutMs };
  const agent = createWebhookAgent(limits, findAddresses);
  const slots = new EndpointSlots(MAX_CONCURRENT);

  async function send({ merchant, endpoint: id, message }: WebhookSending): Promise<SendReport> {
    const endpoint = findEndpoint(merchant, id);
    if (endpoint === undefined) return NOT_CONFIGURED;
    try {
      return judgeStatus(await postWebhook(message, endpoint, { agent, ...limits }));
    } catch (failure) {
      return { kind: 'failed', status: null, cause: describeFailure(failure, timeoutMs) };
    }
  }

  return {
    send: async (sending) =>
      (await slots.run(`${sending.merchant}/${sending.endpoint}`, () => send(sending))) ?? {
        kind: 'deferred',
      },
    close: () => agent.destroy(),
  };
}

const NOT_CONFIGURED: SendReport = {
  kind: 'failed',
  status: null,
  cause: 'the endpoint is not in the merchants file',
};

function judgeStatus(status: number): SendReport {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === 410) return { kind: 'gone', status, cause: 'the receiver answered 410: it wants no more' };
  const isRedirect = status >= 300 && status < 400;
  const cause = `the receiver answered ${status}${isRedirect ? ': redirects are not followed' : ''}`;
  return { kind: 'failed', status, cause };
}

const TIMEOUTS: readonly unknown[] = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];

/** Never quotes the address: it may hold a secret of the receiver's. */
function describeFailure(failure: unknown, timeoutMs: number): string {
  for (const error of listCauses(failure)) {
    if (error instanceof PrivateAddress)
      return 'the address is private: WEBHOOK_ALLOW_PRIVATE=true would allow it';
    const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
    if (name === 'TimeoutError' || TIMEOUTS.includes(code)) return `no answer within ${timeoutMs / 1_000} s`;
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
