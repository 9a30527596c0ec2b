import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** JSON is the only language of the REST API. */
export function readJsonBodies(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseJson(body),
  );
}

/** A body of no bytes is none, whatever its content type says. */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(decoder.decode(body));
  } catch {
    throw problem(
      'malformed-json',
      'Send one JSON value in UTF-8. Nothing was started; the key stays unused.',
    );
  }
}
