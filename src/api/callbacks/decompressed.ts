import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { CALLBACK_LIMIT } from '../http/limits.js';

type Decoder = (bytes: Buffer) => Buffer;

/** A body that was cut off is read as far as it goes; one that grows beyond the limit is not read. */
const bounds = { maxOutputLength: CALLBACK_LIMIT, finishFlush: constants.Z_SYNC_FLUSH };
const brotliBounds = {
  maxOutputLength: CALLBACK_LIMIT,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};

const gzip: Decoder = (bytes) => gunzipSync(bytes, bounds);
const deflate: Decoder = (bytes) =>
  isZlib(bytes) ? inflateSync(bytes, bounds) : inflateRawSync(bytes, bounds);
const brotli: Decoder = (bytes) => brotliDecompressSync(bytes, brotliBounds);

const decoders: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', brotli],
]);

/** One sender compresses once; a proxy may do it again. */
const MOST_LAYERS = 3;

/**
 * Undoes what `Content-Encoding` names, last first, and gzip that nobody named. Never throws.
 *
 * @returns the bytes as they were where they are not what the header says, or too much.
 */
export function decompressed(bytes: Buffer, contentEncoding: string | undefined): Buffer {
  const named = (contentEncoding ?? '').toLowerCase().split(',').slice(-MOST_LAYERS).reverse();
  const undone = named.reduce((rest, name) => attempted(rest, decoders.get(name.trim())), bytes);
  return isGzip(undone) ? attempted(undone, gzip) : undone;
}

function attempted(bytes: Buffer, decode: Decoder | undefined): Buffer {
  if (decode === undefined || bytes.length === 0) return bytes;
  try {
    return decode(bytes);
  } catch {
    return bytes;
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** RFC 1950: method 8, and the first two bytes a multiple of 31. */
function isZlib(bytes: Buffer): boolean {
  return (bytes.readUInt8(0) & 0x0f) === 8 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0;
}
