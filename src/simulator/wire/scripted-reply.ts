import { applyEncoding } from '../http/body-encoding.js';
import { stringifyJson } from '../http/body.js';
import { htmlReply, jsonReply } from '../http/reply.js';
import type { Reply } from '../http/reply.js';
import type { ScriptedReply, IdPlace } from '../scripts/script.js';
import { translate } from './wording.js';
import type { Language } from '../terminals/language.js';
import type { TextKey } from './wording.js';
import { acceptedWrapper, failedWrapper, inProcessWrapper, unauthorizedWrapper } from './wrapper.js';
import type { Wrapper } from './wrapper.js';

type ReplyBuilder = (language: Language, truth: string) => Reply;

const errorReply =
  (key: TextKey): ReplyBuilder =>
  (language) =>
    jsonReply(failedWrapper(translate(key, language)));
const pageReply =
  (status: number, title: string): ReplyBuilder =>
  () =>
    htmlReply(status, title);

// Just over the 1 MiB that the service reads.
const padding = 'x'.repeat(1_200_000);

const replyBuilders: Readonly<Record<string, ReplyBuilder>> = {
  in_process: (language) => jsonReply(inProcessWrapper(translate('inProcess', language))),
  not_found: errorReply('idNotFound'),
  unauthorized: () => jsonReply(unauthorizedWrapper),
  keypos: errorReply('keypos'),
  busy_15s: errorReply('busy15s'),
  busy_5m: errorReply('busy5m'),
  offline: errorReply('offline'),
  timeout_90s: errorReply('timeout90s'),
  timeout_5m: errorReply('timeout5m'),
  bad_credentials: () => jsonReply(failedWrapper('INVALID CREDENTIALS')),
  unrecognised: () => jsonReply(failedWrapper('ERROR INTERNO')),
  html: pageReply(200, 'Checking your browser'),
  http_401: () => jsonReply(unauthorizedWrapper, 401),
  http_403: pageReply(403, 'Forbidden'),
  http_429: pageReply(429, 'Too Many Requests'),
  http_500: () => jsonReply(failedWrapper('ERROR INTERNO'), 500),
  http_502: () => buildRawReply({ status: 502, body: '' }),
  http_503: pageReply(503, 'Service Unavailable'),
  http_504: pageReply(504, 'Gateway Time-out'),
  empty: () => buildRawReply({ status: 200, body: '' }),
  not_an_object: () => jsonReply('OK'),
  merchant_id: () => jsonReply(failedWrapper('INCORRECT REQUEST FOR MERCHANT ID')),
  http_502_page: pageReply(502, 'Bad gateway'),
  http_520: pageReply(520, 'Web server is returning an unknown error'),
  http_521: pageReply(521, 'Web server is down'),
  http_522: pageReply(522, 'Connection timed out'),
  http_523: pageReply(523, 'Origin is unreachable'),
  http_524: pageReply(524, 'A timeout occurred'),
  http_525: pageReply(525, 'SSL handshake failed'),
  http_526: pageReply(526, 'Invalid SSL certificate'),
  oversized: () => jsonReply({ ...acceptedWrapper('TRANSACTION FINISHED', { padding }) }),
  truncated: (_, truth) =>
    buildRawReply({ body: truth.slice(0, Math.floor(truth.length * 0.6)), contentType: 'application/json' }),
  cut: (_, truth) => ({ kind: 'cut', body: truth }),
  closed: () => ({ kind: 'closed' }),
  reset: () => ({ kind: 'reset' }),
  hang: () => ({ kind: 'hanging' }),
};

/**
 * An answer of the script's own, in its dress. `truth` is the body that would have come: *truncated* and *cut* give the first
 * part of it. Undefined if the name is none of the plain replies.
 */
export function buildScriptedReply(own: ScriptedReply, language: Language, truth: string): Reply | undefined {
  const reply = buildBareReply(own, language, truth);
  return reply && applyEncoding(reply, own);
}

function buildBareReply(own: ScriptedReply, language: Language, truth: string): Reply | undefined {
  if (own.reply !== undefined) return replyBuilders[own.reply]?.(language, truth);
  if (own.text !== undefined && own.body === undefined)
    return jsonReply(failedWrapper(own.text), own.status ?? 200);
  const isEncodingOnly = own.status === undefined && own.body === undefined && own.dress !== undefined;
  return isEncodingOnly
    ? buildRawReply({ body: truth, contentType: 'application/json' })
    : buildRawReply(own);
}

function buildRawReply({ status = 200, contentType, body = '' }: ScriptedReply): Reply {
  const text = typeof body === 'string' ? body : stringifyJson(body);
  const type = contentType ?? (typeof body === 'string' ? undefined : 'application/json');
  return { kind: 'body', status, contentType: type, body: text, summary: 'scripted body' };
}

/** The same answer with its `idPosTxs` elsewhere, or nowhere. Contract §11.1 row 6. */
export function placeId(wrapper: Wrapper, place: IdPlace | undefined): object {
  if (place === undefined || wrapper.data === null) return wrapper;
  const { idPosTxs, ...rest } = wrapper.data;
  switch (place) {
    case 'none':
      return { ...wrapper, data: rest };
    case 'string':
      return { ...wrapper, data: { idPosTxs: String(idPosTxs), ...rest } };
    case 'lower_case':
      return { ...wrapper, data: { idpostxs: idPosTxs, ...rest } };
    case 'top_level':
      return { ...wrapper, idPosTxs, data: Object.keys(rest).length === 0 ? null : rest };
  }
}
