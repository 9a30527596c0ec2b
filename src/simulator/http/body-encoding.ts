import { deflateSync, gzipSync } from 'node:zlib';
import type { Reply } from './reply.js';

/** How a JSON text may come that is not quite what was agreed. */
export const encodingSteps = ['json_in_string', 'bom', 'latin1', 'gzip', 'deflate'] as const;
export type EncodingStep = (typeof encodingSteps)[number];

/** The outside of an answer or a callback; the inside stays what it is. */
export interface BodyEncoding {
  readonly dress?: readonly EncodingStep[];
  readonly contentType?: string;
}

/** A body as it goes over the wire. */
export interface EncodedBody {
  readonly body: string | Buffer;
  /** For `content-encoding`. */
  readonly encoding?: 'gzip' | 'deflate';
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Encodes a text, step by step, from the inside to the outside. */
export function encodeBody(text: string, { dress = [] }: BodyEncoding): EncodedBody {
  if (dress.length === 0) return { body: text };
  const has = (word: EncodingStep): boolean => dress.includes(word);
  const inside = has('json_in_string') ? JSON.stringify(text) : text;
  const bytes = Buffer.from(inside, has('latin1') ? 'latin1' : 'utf8');
  const body = has('bom') ? Buffer.concat([byteOrderMark, bytes]) : bytes;
  if (has('gzip')) return { body: gzipSync(body), encoding: 'gzip' };
  if (has('deflate')) return { body: deflateSync(body), encoding: 'deflate' };
  return { body };
}

/** The same answer in another encoding; one without a body has none. */
export function applyEncoding(reply: Reply, encoding: BodyEncoding | undefined): Reply {
  if (reply.kind !== 'body' || encoding === undefined || typeof reply.body !== 'string') return reply;
  return {
    ...reply,
    ...encodeBody(reply.body, encoding),
    contentType: encoding.contentType ?? reply.contentType,
  };
}
