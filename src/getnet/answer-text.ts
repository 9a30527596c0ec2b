import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { decodeText } from './wire/text.js';

/** A body as it came, and what its headers say about it. */
export interface RawBody {
  readonly bytes: Buffer;
  /** `content-encoding`. */
  readonly encoding?: string;
}

/**
 * The text of an answer, read even where it came compressed or in another character set though nobody asked for that.
 *
 * @throws Error where it cannot be unpacked, or is larger than `most` bytes then.
 */
export function decodeAnswer({ bytes, encoding = '' }: RawBody, maxBytes: number): string {
  const codings = encoding.toLowerCase().split(/[\s,]+/);
  // The coding named last was applied last.
  return decodeText(codings.reduceRight((packed, coding) => unpackOrKeep(packed, coding, maxBytes), bytes));
}

function unpackOrKeep(bytes: Buffer, coding: string, most: number): Buffer {
  if (bytes.length === 0) return bytes;
  try {
    return unpack(coding, bytes, { maxOutputLength: most });
  } catch (failure) {
    if (isPlainText(bytes)) return bytes;
    const why = failure instanceof Error ? failure.message : String(failure);
    throw new Error(`the answer came compressed and cannot be unpacked: ${why}`, { cause: failure });
  }
}

interface Limits {
  readonly maxOutputLength: number;
}

function unpack(coding: string, bytes: Buffer, limits: Limits): Buffer {
  switch (coding) {
    case 'deflate':
      return isZlib(bytes) ? inflateSync(bytes, limits) : inflateRawSync(bytes, limits);
    case 'br':
      return brotliDecompressSync(bytes, limits);
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, limits);
    default:
      // Also where no header says so: no text of Getnet's begins like this.
      return isGzip(bytes) ? gunzipSync(bytes, limits) : bytes;
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Deflate comes in the wrapper HTTP asks for, or without (RFC 9110 §8.4.1.2). */
function isZlib(bytes: Buffer): boolean {
  return bytes.length > 1 && (bytes.readUInt8(0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

/** A header may name a coding that somebody on the way has already undone. */
function isPlainText(bytes: Buffer): boolean {
  const begin = bytes.subarray(0, 64);
  const isText = begin.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  return isText && /^(?:\xef\xbb\xbf)?\s*[{["<]/.test(begin.toString('latin1'));
}
