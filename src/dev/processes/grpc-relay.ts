import { connect, createServer } from 'node:http2';
import type {
  ClientHttp2Session,
  IncomingHttpHeaders,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

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
