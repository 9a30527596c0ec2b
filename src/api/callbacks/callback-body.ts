import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { CALLBACK_LIMIT } from '../http/limits.js';
import { problem } from '../problems/problem.js';
import { decompressed } from './decompressed.js';

const ANY_BYTES = 'application/octet-stream';
const bodies = new WeakMap<FastifyRequest, Buffer>();

/** Lets the instance take bodies as bytes; only requests given to {@link takeAnyBody} have theirs read so. */
export function readCallbackBodies(instance: FastifyInstance): void {
  instance.addContentTypeParser(ANY_BYTES, async (request: FastifyRequest, body: Readable) => {
    if (bodies.has(request)) bodies.set(request, await bytesIn(body, CALLBACK_LIMIT));
    else if (!request.is404) throw notJson();
  });
}

/**
 * The body of this request is read as bytes, whatever its headers say of it: the token has proven where it comes from, and a
 * wrong header must not cost its hint. To be called before Fastify looks at the content type.
 */
export function takeAnyBody(request: FastifyRequest): void {
  request.raw.headers['content-type'] = ANY_BYTES;
  bodies.set(request, Buffer.alloc(0));
}

/** @returns the body as it was sent: a signature covers these bytes. Empty where there was none. */
export function bytesSent(request: FastifyRequest): Buffer {
  return bodies.get(request) ?? Buffer.alloc(0);
}

/** @returns the body without its compression; as it was sent where that cannot be undone. */
export function callbackBody(request: FastifyRequest): Buffer {
  return decompressed(bytesSent(request), request.headers['content-encoding']);
}

/**
 * @param limit bytes.
 * @returns all that came, also when the sender hung up in the middle: a part is still a hint.
 * @throws Problem `body-too-large`
 */
async function bytesIn(body: Readable, limit: number): Promise<Buffer> {
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
  if (length > limit) throw tooLarge();
  return Buffer.concat(chunks);
}

function tooLarge() {
  return problem('body-too-large', `A callback has at most ${CALLBACK_LIMIT / 1_000_000} MB. Send less.`);
}

function notJson() {
  return problem('unsupported-media-type', 'Send "Content-Type: application/json". Nothing was started.');
}
