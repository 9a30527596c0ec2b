import type { Socket } from 'node:net';
import { problem, encodeProblem } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';
import { refuseMethod } from './allowed-methods.js';
import type { AllowedMethods } from './allowed-methods.js';

/** What Node says of bytes that are no request. */
export interface ParserFailure {
  readonly code?: string;
  /** What came, where that is known. */
  readonly rawPacket?: unknown;
}

/** Answers what is no request, and hangs up. */
export function answerNoRequest(known: AllowedMethods, failure: ParserFailure, socket: Socket): void {
  if (failure.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const answer = bareAnswers[failure.code ?? ''] ?? writeProblem(findProblem(known, failure));
  socket.end(answer, () => socket.destroy());
}

const bareAnswers: Readonly<Record<string, Buffer>> = {
  ERR_HTTP_REQUEST_TIMEOUT: writeHead('408 Request Timeout', { 'content-length': '0' }),
  HPE_HEADER_OVERFLOW: writeHead('431 Request Header Fields Too Large', { 'content-length': '0' }),
};

const FIRST_LINE = /^\S+ (\/\S*) HTTP\/1\.[01]\r?\n/;

/**
 * A method that HTTP itself does not know is refused as any other that the address does not take. The parser has given the request
 * up, so that its caller is not known; the methods of an address are public, for they are in the OpenAPI document.
 */
function findProblem(known: AllowedMethods, { code, rawPacket }: ParserFailure): Problem {
  const [, address = ''] =
    FIRST_LINE.exec(Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : '') ?? [];
  const allowed = code === 'HPE_INVALID_METHOD' ? known.find(address) : [];
  if (allowed.length > 0) return refuseMethod(allowed);
  return problem('malformed-json', 'These bytes are no HTTP request. Nothing was started; send it again.');
}

function writeProblem({ body, headers }: Problem): Buffer {
  const bytes = encodeProblem(body);
  const type = { 'content-type': 'application/problem+json', 'content-length': String(bytes.length) };
  return Buffer.concat([writeHead(`${body.status} Refused`, { ...type, ...headers }), bytes]);
}

function writeHead(status: string, headers: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries({ connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
}
