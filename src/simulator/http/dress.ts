import { deflateSync, gzipSync } from 'node:zlib';
import type { Reply } from './reply.js';

/** How a JSON text may come that is not quite what was agreed. */
export const dresses = ['json_in_string', 'bom', 'latin1', 'gzip', 'deflate'] as const;
export type DressWord = (typeof dresses)[number];

/** The outside of an answer or a callback; the inside stays what it is. */
export interface Dress {
  readonly dress?: readonly DressWord[];
  readonly contentType?: string;
}

/** A body as it goes over the wire. */
export interface Dressed {
  readonly body: string | Buffer;
  /** For `content-encoding`. */
  readonly encoding?: 'gzip' | 'deflate';
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Puts a text into its dress, from the inside to the outside. */
export function dressed(text: string, { dress = [] }: Dress): Dressed {
  if (dress.length === 0) return { body: text };
  const worn = (word: DressWord): boolean => dress.includes(word);
  const inside = worn('json_in_string') ? JSON.stringify(text) : text;
  const bytes = Buffer.from(inside, worn('latin1') ? 'latin1' : 'utf8');
  const body = worn('bom') ? Buffer.concat([byteOrderMark, bytes]) : bytes;
  if (worn('gzip')) return { body: gzipSync(body), encoding: 'gzip' };
  if (worn('deflate')) return { body: deflateSync(body), encoding: 'deflate' };
  return { body };
}

/** The same answer in another dress; one without a body has none. */
export function dressReply(reply: Reply, told: Dress | undefined): Reply {
  if (reply.kind !== 'body' || told === undefined || typeof reply.body !== 'string') return reply;
  return { ...reply, ...dressed(reply.body, told), contentType: told.contentType ?? reply.contentType };
}
