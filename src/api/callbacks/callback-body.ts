import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { CALLBACK_LIMIT_BYTES } from '../problems/body-limits.js';
import { problem } from '../problems/problem.js';

const ANY_BYTES = 'application/octet-stream';
const bodies = new WeakMap<FastifyRequest, Buffer>();

/** Lets the instance take bodies as bytes; only requests given to {@link acceptAnyBody} have theirs read so. */
export function readCallbackBodies(instance: FastifyInstance): void {
  instance.addContentTypeParser(ANY_BYTES, async (request: FastifyRequest, body: Readable) => {
    if (bodies.has(request)) bodies.set(request, await readBytes(body, CALLBACK_LIMIT_BYTES));
    else if (!request.is404) throw notJsonProblem();
  });
}

/**
 * The body of this request is read as bytes, whatever its headers say of it: the token has proven where it comes from, and a
 * wrong header must not cost its hint. To be called before Fastify looks at the content type.
 */
export function acceptAnyBody(request: FastifyRequest): void {
  request.raw.headers['content-type'] = ANY_BYTES;
  bodies.set(request, Buffer.alloc(0));
}

/** The body as it was sent: a signature covers these bytes. Empty where there was none. */
export function getSentBytes(request: FastifyRequest): Buffer {
  return bodies.get(request) ?? Buffer.alloc(0);
}

/** The body without its compression; as it was sent where that cannot be undone. */
export function getCallbackBody(request: FastifyRequest): Buffer {
  return decompress(getSentBytes(request), request.headers['content-encoding']);
}

/**
 * @param limit bytes.
 * @returns all that came, also when the sender hung up in the middle: a part is still a hint.
 * @throws Problem `body-too-large`
 */
async function readBytes(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) break;
      chunks.push(chunk);
    }
  } catch {
    // What has come so far is what there is.
  }
  if (length > limit) throw tooLargeProblem();
  return Buffer.concat(chunks);
}

function tooLargeProblem() {
  return problem(
    'body-too-large',
    `A callback has at most ${CALLBACK_LIMIT_BYTES / 1_000_000} MB. Send less.`,
  );
}

function notJsonProblem() {
  return problem('unsupported-media-type', 'Send "Content-Type: application/json". Nothing was started.');
}

type Decoder = (bytes: Buffer) => Buffer;

/** A body that was cut off is read as far as it goes; one that grows beyond the limit is not read. */
const bounds = { maxOutputLength: CALLBACK_LIMIT_BYTES, finishFlush: constants.Z_SYNC_FLUSH };
const brotliBounds = {
  maxOutputLength: CALLBACK_LIMIT_BYTES,
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
const MAX_COMPRESSION_LAYERS = 3;

/**
 * Undoes what `Content-Encoding` names, last first, and gzip that nobody named. Never throws.
 *
 * @returns the bytes as they were where they are not what the header says, or too much.
 */
export function decompress(bytes: Buffer, contentEncoding: string | undefined): Buffer {
  const named = (contentEncoding ?? '').toLowerCase().split(',').slice(-MAX_COMPRESSION_LAYERS).reverse();
  const undone = named.reduce((rest, name) => tryDecode(rest, decoders.get(name.trim())), bytes);
  return isGzip(undone) ? tryDecode(undone, gzip) : undone;
}

function tryDecode(bytes: Buffer, decode: Decoder | undefined): Buffer {
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
