import { stringifyJson } from './body.js';

/** What the simulator does with a request, as a value: an answer, or one of the ways not to answer. */
export type Reply =
  | {
      readonly kind: 'body';
      readonly status: number;
      /** None: no `content-type` header at all. */
      readonly contentType: string | undefined;
      readonly body: string | Buffer;
      /** For `content-encoding`; none unless told. */
      readonly encoding?: string;
      /** What the ledger says about it. */
      readonly summary: string;
    }
  /** The headers promise all of `body`, half of it comes, then the connection dies. */
  | { readonly kind: 'cut'; readonly body: string }
  /** The connection is closed in order, without a byte. */
  | { readonly kind: 'closed' }
  /** The connection is reset, without a byte. */
  | { readonly kind: 'reset' }
  /** Nothing ever comes. */
  | { readonly kind: 'hanging' };

/** A JSON answer. */
export function jsonReply(body: unknown, status = 200): Reply {
  return {
    kind: 'body',
    status,
    contentType: 'application/json',
    body: stringifyJson(body),
    summary: summarizeBody(body),
  };
}

/** A page as a firewall or gateway makes it. Contract §1.2: an HTML body is most likely not the API's. */
export function htmlReply(status: number, title: string): Reply {
  const body = [
    '<!DOCTYPE html>',
    '<html lang="en">',
    `<head><title>${status} ${title}</title></head>`,
    `<body><h1>${status} ${title}</h1><p>Reference: DEMO-0000000000</p></body>`,
    '</html>',
  ].join('\n');
  return { kind: 'body', status, contentType: 'text/html', body, summary: `html ${title}` };
}

function summarizeBody(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('message' in body)) return 'json';
  return `${String(body.code)} ${String(body.message)}`;
}
