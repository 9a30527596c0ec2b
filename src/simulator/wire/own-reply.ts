import type { Reply } from '../http/reply.js';
import { dressReply } from '../http/dress.js';
import { jsonText } from '../http/json-text.js';
import { html, json } from '../http/reply.js';
import type { OwnReply } from '../scripts/script.js';
import type { Language, TextKey } from './wording.js';
import { say } from './wording.js';
import { accepted, failed, inProcess, unauthorized } from './wrapper.js';

type ReplyMaker = (language: Language, truth: string) => Reply;

const catalogue =
  (key: TextKey): ReplyMaker =>
  (language) =>
    json(failed(say(key, language)));
const page =
  (status: number, title: string): ReplyMaker =>
  () =>
    html(status, title);

// Just over the 256 kB that a careful client reads.
const padding = 'x'.repeat(1_200_000);

const makers: Readonly<Record<string, ReplyMaker>> = {
  in_process: (language) => json(inProcess(say('inProcess', language))),
  not_found: catalogue('idNotFound'),
  unauthorized: () => json(unauthorized),
  keypos: catalogue('keypos'),
  busy_15s: catalogue('busy15s'),
  busy_5m: catalogue('busy5m'),
  offline: catalogue('offline'),
  timeout_90s: catalogue('timeout90s'),
  timeout_5m: catalogue('timeout5m'),
  bad_credentials: () => json(failed('INVALID CREDENTIALS')),
  unrecognised: () => json(failed('ERROR INTERNO')),
  html: page(200, 'Checking your browser'),
  http_401: () => json(unauthorized, 401),
  http_403: page(403, 'Forbidden'),
  http_429: page(429, 'Too Many Requests'),
  http_500: () => json(failed('ERROR INTERNO'), 500),
  http_502: () => whole({ status: 502, body: '' }),
  http_503: page(503, 'Service Unavailable'),
  http_504: page(504, 'Gateway Time-out'),
  empty: () => whole({ status: 200, body: '' }),
  not_an_object: () => json('OK'),
  merchant_id: () => json(failed('INCORRECT REQUEST FOR MERCHANT ID')),
  http_502_page: page(502, 'Bad gateway'),
  http_520: page(520, 'Web server is returning an unknown error'),
  http_521: page(521, 'Web server is down'),
  http_522: page(522, 'Connection timed out'),
  http_523: page(523, 'Origin is unreachable'),
  http_524: page(524, 'A timeout occurred'),
  http_525: page(525, 'SSL handshake failed'),
  http_526: page(526, 'Invalid SSL certificate'),
  oversized: () => json({ ...accepted('TRANSACTION FINISHED', { padding }) }),
  truncated: (_, truth) =>
    whole({ body: truth.slice(0, Math.floor(truth.length * 0.6)), contentType: 'application/json' }),
  cut: (_, truth) => ({ kind: 'cut', body: truth }),
  closed: () => ({ kind: 'closed' }),
  reset: () => ({ kind: 'reset' }),
  hang: () => ({ kind: 'hanging' }),
};

/**
 * An answer of the script's own, in its dress. `truth` is the body that would have come: *truncated* and *cut* give the first
 * part of it. Undefined if the name is none of the plain replies.
 */
export function ownReply(own: OwnReply, language: Language, truth: string): Reply | undefined {
  const reply = undressed(own, language, truth);
  return reply && dressReply(reply, own);
}

function undressed(own: OwnReply, language: Language, truth: string): Reply | undefined {
  if (own.reply !== undefined) return makers[own.reply]?.(language, truth);
  if (own.text !== undefined && own.body === undefined) return json(failed(own.text), own.status ?? 200);
  const isDressOnly = own.status === undefined && own.body === undefined && own.dress !== undefined;
  return isDressOnly ? whole({ body: truth, contentType: 'application/json' }) : whole(own);
}

function whole({ status = 200, contentType, body = '' }: OwnReply): Reply {
  const text = typeof body === 'string' ? body : jsonText(body);
  const type = contentType ?? (typeof body === 'string' ? undefined : 'application/json');
  return { kind: 'body', status, contentType: type, body: text, summary: 'scripted body' };
}
