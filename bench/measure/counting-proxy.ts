import { connect, createServer } from 'node:http2';
import type {
  ClientHttp2Session,
  IncomingHttpHeaders,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

/** Stands between a process and Temporal, passes every call on, and counts them by name. */
export interface CountingProxy {
  /** host:port */
  readonly address: string;
  /** @returns the calls since the last time, in their order. */
  takeCalls(): readonly string[];
  stop(): Promise<void>;
}

export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let calls: string[] = [];
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
    session.on('stream', (stream, headers) => {
      calls.push(String(headers[':path']).split('/').at(-1) ?? '');
      forward(stream, headers, beyond);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const session of sessions) session.destroy();
      }),
  };
}

function forward(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, beyond: ClientHttp2Session): void {
  const sent = beyond.request(headers);
  let trailers: IncomingHttpHeaders = {};
  stream.on('error', () => sent.destroy()).on('close', () => sent.close());
  sent.on('error', () => stream.destroy());
  sent.on('trailers', (given) => (trailers = given));
  sent.on('response', (answered, flags) => {
    // Without a body, the headers are the trailers.
    const isWhole = (flags & 1) === 1;
    if (stream.destroyed) return;
    stream.respond(answered, isWhole ? { endStream: true } : { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    if (!isWhole) sent.pipe(stream);
  });
  stream.pipe(sent);
}
