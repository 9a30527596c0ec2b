import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';

const texts = new WeakMap<FastifyRequest, Buffer>();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** JSON is the only language here; the bytes are kept, for a signature covers bytes. */
export function readJsonBodies(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      texts.set(request, body);
      return parsed(body);
    },
  );
}

/** @returns the body as it came; empty where there was none. */
export function bytesOf(request: FastifyRequest): Buffer {
  return texts.get(request) ?? Buffer.alloc(0);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(body));
  } catch {
    throw problem(
      'malformed-json',
      'Send one JSON value in UTF-8. Nothing was started; the key stays unused.',
    );
  }
}
