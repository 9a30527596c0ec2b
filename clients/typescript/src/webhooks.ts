import { isObject } from './transport.js';
import type { WebhookEvent } from './webhook-event.js';

/** How to check a request. */
export interface VerifyOptions {
  /** `whsec_` and base64. Two while they are changed over. */
  readonly secrets: readonly string[];
  /** How old, or how far in the future, a request may be. Five minutes unless told. */
  readonly toleranceSeconds?: number;
  /** By which clock it is judged. Now, unless told. */
  readonly nowMs?: number;
}

/** Headers as `fetch`, Node, or a framework gives them. */
export type HeadersLike = HeaderReader | HeaderRecord;

/** `Headers` of whatever class: other implementations of `fetch`, and other realms, have their own. */
interface HeaderReader {
  get(name: string): string | null;
}

type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The request did not come from the service as it is, or not now: answer 400 and do nothing. */
export class WebhookRejected extends Error {
  override readonly name = 'WebhookRejected';
}

/**
 * Checks a webhook (Standard Webhooks) and reads it.
 *
 * @param body as it arrived. Parsed and written again it is another text, and the signature does not fit.
 * @throws WebhookRejected
 */
export async function verify(
  body: string | Uint8Array,
  headers: HeadersLike,
  options: VerifyOptions,
): Promise<WebhookEvent> {
  const id = readHeader(headers, 'webhook-id');
  const timestamp = readHeader(headers, 'webhook-timestamp');
  requireFresh(timestamp, options);
  const signed = joinBytes(`${id}.${timestamp}.`, body);
  await requireSignature(signed, readHeader(headers, 'webhook-signature'), options.secrets);
  return readEvent(id, body);
}

function readHeader(headers: HeadersLike, name: string): string {
  const value = isReader(headers) ? headers.get(name) : findHeader(headers, name);
  if (typeof value !== 'string' || value === '')
    throw new WebhookRejected(`The header ${name} is missing, or there are several.`);
  return value;
}

function isReader(headers: HeadersLike): headers is HeaderReader {
  return typeof headers['get'] === 'function';
}

function findHeader(headers: HeaderRecord, name: string) {
  const found = Object.keys(headers).filter((key) => key.toLowerCase() === name);
  return found.length === 1 ? headers[found[0] ?? ''] : undefined;
}

const DEFAULT_TOLERANCE_SECONDS = 300;

/** Whole seconds only: what is no number would pass every comparison. */
function requireFresh(timestamp: string, { toleranceSeconds, nowMs = Date.now() }: VerifyOptions): void {
  if (!/^[1-9]\d{0,11}$/.test(timestamp))
    throw new WebhookRejected('The time stamp is no whole number of seconds.');
  const distance = Math.abs(nowMs / 1_000 - Number(timestamp));
  const isFresh = distance <= (toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS);
  if (!isFresh) throw new WebhookRejected('The time stamp is too old, or in the future.');
}

type Bytes = Uint8Array<ArrayBuffer>;

async function requireSignature(signed: Bytes, header: string, secrets: readonly string[]): Promise<void> {
  const signatures = header.split(' ').flatMap(readSignature);
  const keys = await Promise.all(secrets.map(importSecret));
  for (const key of keys) {
    for (const signature of signatures) {
      // In constant time, as the platform does it.
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return;
    }
  }
  throw new WebhookRejected('No signature fits: another secret, or another body.');
}

/** `v1,<base64>`; other versions are for receivers that know them. */
function readSignature(text: string): readonly Bytes[] {
  const bytes = text.startsWith('v1,') ? fromBase64(text.slice(3)) : undefined;
  return bytes === undefined ? [] : [bytes];
}

const MIN_SECRET_BYTES = 24;

/** @throws TypeError for what is no secret of the service: nothing would ever fit. */
async function importSecret(secret: string) {
  const bytes = secret.startsWith('whsec_') ? fromBase64(secret.slice(6)) : undefined;
  if (bytes === undefined || bytes.length < MIN_SECRET_BYTES)
    throw new TypeError('A webhook secret is "whsec_" and base64 of at least 24 bytes.');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function fromBase64(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function joinBytes(head: string, body: string | Uint8Array): Bytes {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(head), typeof body === 'string' ? encoder.encode(body) : body] as const;
  const joined = new Uint8Array(parts[0].length + parts[1].length);
  joined.set(parts[0]);
  joined.set(parts[1], parts[0].length);
  return joined;
}

function readEvent(id: string, body: string | Uint8Array): WebhookEvent {
  const event: unknown = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
  if (!isObject(event)) throw new WebhookRejected('The body is no event.');
  return { ...event, id } as unknown as WebhookEvent;
}
