import { connect, constants, createServer } from 'node:http2';
import type {
  ClientHttp2Session,
  IncomingHttpHeaders,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One call of gRPC that a relay received. */
export interface RelayedCall {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  /** The connection to the real server that belongs to the caller's. */
  readonly beyond: ClientHttp2Session;
}

/** Stands between a process and a server of gRPC, without encryption. */
export interface GrpcRelay {
  /** host:port */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * For tests and measurements: listens on a free port and opens one connection to the server for each of a caller's. A connection
 * that ends on one side ends on the other.
 *
 * @param target host:port of the server.
 * @param onCall has to answer the call, or to pass it on.
 */
export async function startGrpcRelay(
  target: string,
  onCall: (call: RelayedCall) => void,
): Promise<GrpcRelay> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', (session) => {
    const beyond = connect(`http://${target}`);
    sessions.add(session);
    const end = () => {
      sessions.delete(session);
      session.destroy();
      beyond.destroy();
    };
    for (const side of [session, beyond]) side.on('close', end).on('error', end);
    session.on('stream', (stream, headers) => onCall({ stream, headers, beyond }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const session of sessions) session.destroy();
      }),
  };
}

/** @returns the name of a call, e.g. `RespondWorkflowTaskCompleted`. */
export function readCallName(headers: IncomingHttpHeaders): string {
  return String(headers[':path']).split('/').at(-1) ?? '';
}

/** Passes a call on, and its answer back. @param request its bytes, where they have been read already. */
export function passOn({ stream, headers, beyond }: RelayedCall, request?: Buffer): void {
  const sent = beyond.request(headers);
  let trailers: IncomingHttpHeaders = {};
  stream.on('error', () => sent.destroy()).on('close', () => sent.close());
  sent.on('error', () => stream.destroy());
  sent.on('trailers', (given) => (trailers = given));
  sent.on('response', (answered, flags) => {
    // Without a body, the headers are the trailers.
    const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    if (stream.destroyed) return;
    stream.respond(answered, isWhole ? { endStream: true } : { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    if (!isWhole) sent.pipe(stream);
  });
  if (request === undefined) stream.pipe(sent);
  else sent.end(request);
}

/** What a request or an answer says. In gRPC a flag tells whether it is compressed; four bytes of length and the message follow. */
export function readMessage(bytes: Buffer): Buffer {
  const message = bytes.subarray(5);
  return bytes[0] === 1 ? gunzipSync(message) : message;
}
