import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';
import { MAX_JSON_LEVELS, findJsonFlaw } from '../../config/json-flaws.js';
import type { JsonFlaw } from '../../config/json-flaws.js';

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
  let text: string;
  let value: unknown;
  try {
    text = decoder.decode(body);
    value = JSON.parse(text);
  } catch {
    throw refuse('Send one JSON value in UTF-8.');
  }
  const flaw = findJsonFlaw(text);
  if (flaw !== undefined) throw refuse(describeFlaw(flaw));
  return value;
}

/** The name may be as long as the body. */
const SHOWN_NAME_LENGTH = 40;

function describeFlaw(flaw: JsonFlaw): string {
  if (flaw.kind === 'too-deep')
    return `A body has at most ${MAX_JSON_LEVELS} levels; send less in each other.`;
  const name = JSON.stringify(flaw.name.slice(0, SHOWN_NAME_LENGTH));
  return `${name} is there twice in one object; send it once.`;
}

function refuse(what: string) {
  return problem('malformed-json', `${what} Nothing was started; this request does not use the key.`);
}
