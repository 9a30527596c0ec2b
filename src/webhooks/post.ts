import { Agent, request } from 'undici';
import { buildWebhookBody, buildWebhookId } from '../domain/webhook-delivery.js';
import type { WebhookMessage } from '../domain/webhook-delivery.js';
import { findPublicOnly, requirePublicHost } from './addresses.js';
import { createDnsLookup, createSystemLookup, toLookupFunction } from './names.js';
import type { FindAddresses } from './names.js';
import { signWebhook } from './sign.js';

/** Where an endpoint is, and what signs what goes there. */
export interface Endpoint {
  readonly url: string;
  /** The first one signs first; at least one. Secret. */
  readonly keys: readonly Buffer[];
}

/** What bounds a request. */
export interface PostLimits {
  /** Whether it may connect to this machine and to private networks. */
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
}

/** What an answer says beyond its status is of no interest: a little is read, so that the receiver may end in peace. */
const MAX_ANSWER_BYTES = 16_384;
const ANSWER_BODY_MS = 1_000;

/** How names are looked up: private networks have names that only the system knows. */
export function createWebhookLookup(allowPrivate: boolean): FindAddresses {
  return allowPrivate ? createSystemLookup() : createDnsLookup();
}

/** A connection for each try: one that is kept may have been closed by the receiver, and its name may have moved. */
export function createWebhookAgent({ allowPrivate, timeoutMs }: PostLimits, find: FindAddresses): Agent {
  const lookup = toLookupFunction(allowPrivate ? find : findPublicOnly(find));
  return new Agent({
    pipelining: 0,
    maxHeaderSize: MAX_ANSWER_BYTES,
    connect: { timeout: timeoutMs, lookup },
  });
}

/** Sends one message, follows no redirect. @returns the status. @throws whatever the connection fails with. */
export async function postWebhook(
  message: WebhookMessage,
  { url, keys }: Endpoint,
  { agent, allowPrivate, timeoutMs }: PostLimits & { readonly agent: Agent },
): Promise<number> {
  const address = new URL(url);
  if (!allowPrivate) requirePublicHost(address);
  const body = buildWebhookBody(message);
  const answer = await request(address, {
    dispatcher: agent,
    method: 'POST',
    headers: buildHeaders(message, body, keys),
    body,
    headersTimeout: timeoutMs,
    signal: AbortSignal.timeout(timeoutMs),
  });
  await discardBody(answer.body);
  return answer.statusCode;
}

function buildHeaders({ event }: WebhookMessage, body: string, keys: readonly Buffer[]) {
  const id = buildWebhookId(event);
  const timestampS = Math.floor(Date.now() / 1_000);
  return {
    'content-type': 'application/json',
    'user-agent': 'getnet-terminal-payments',
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signWebhook({ id, timestampS, body }, keys),
  };
}

async function discardBody(rest: Awaited<ReturnType<typeof request>>['body']): Promise<void> {
  rest.on('error', () => undefined);
  const signal = AbortSignal.timeout(ANSWER_BODY_MS);
  await rest.dump({ limit: MAX_ANSWER_BYTES, signal }).catch(() => undefined);
  rest.destroy();
}
