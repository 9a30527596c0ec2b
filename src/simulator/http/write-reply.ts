import type { ServerResponse } from 'node:http';
import type { Reply } from './reply.js';

/** Writes a reply to its connection, unless the caller has hung up. */
export function writeReply(response: ServerResponse, reply: Reply): void {
  const { socket } = response;
  if (!socket || socket.destroyed) return;
  switch (reply.kind) {
    case 'body':
      return writeBody(response, reply);
    case 'cut':
      return writeHalf(response, reply.body);
    case 'closed':
      return void socket.destroy();
    case 'reset':
      return void socket.resetAndDestroy();
    case 'hanging':
      return;
  }
}

function writeBody(response: ServerResponse, reply: Extract<Reply, { kind: 'body' }>): void {
  const length = { 'content-length': Buffer.byteLength(reply.body) };
  const type = reply.contentType === undefined ? {} : { 'content-type': reply.contentType };
  const encoding = reply.encoding === undefined ? {} : { 'content-encoding': reply.encoding };
  response.writeHead(reply.status, { ...type, ...length, ...encoding }).end(reply.body);
}

function writeHalf(response: ServerResponse, body: string): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  const half = body.slice(0, Math.floor(body.length / 2));
  response.write(half, () => response.socket?.destroy());
}
