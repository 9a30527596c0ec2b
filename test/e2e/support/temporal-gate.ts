import { connect, constants, createServer } from 'node:http2';
import type {
  ClientHttp2Session,
  IncomingHttpHeaders,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { holds } from './held.js';
import type { Held } from './held.js';

/** A call to Temporal that a story means. */
export interface Meant {
  /** Of the service, e.g. `RespondWorkflowTaskCompleted`. */
  readonly call: string;
  /** What has to occur in it: an id. */
  readonly about: string;
  /** `request`: Temporal does not see it. `answer`: Temporal has done it, and its caller does not know. */
  readonly leg: 'request' | 'answer';
}

/**
 * Stands between a process and Temporal and lets every call through, but one that a story holds: so a process can be killed
 * or paused at exactly one step. A connection that ends on one side ends on the other.
 */
export interface TemporalGate {
  /** host:port, for TEMPORAL_ADDRESS. */
  readonly address: string;
  hold(meant: Meant): Held;
  close(): Promise<void>;
}

/** @param address host:port of the Temporal server. */
export async function temporalGate(address: string): Promise<TemporalGate> {
  const held = holds<Meant>();
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    const beyond = connect(`http://${address}`);
    sessions.add(session);
    const end = () => {
      sessions.delete(session);
      session.destroy();
      beyond.destroy();
    };
    for (const side of [session, beyond]) side.on('close', end).on('error', end);
    session.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      void forward({ stream, headers, beyond, pass: (meant) => held.pass(meant) }).catch(() =>
        stream.destroy(),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: ({ call, about, leg }) =>
      held.hold(
        `${leg} of ${call} about ${about}`,
        (passing) => passing.call === call && passing.leg === leg && passing.about.includes(about),
      ),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const session of sessions) session.destroy();
      }),
  };
}

interface Passage {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly beyond: ClientHttp2Session;
  readonly pass: (meant: Meant) => Promise<void>;
}

interface Reply {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly trailers: IncomingHttpHeaders | undefined;
}

/** Every call of Temporal's is one message and one answer. */
async function forward({ stream, headers, beyond, pass }: Passage): Promise<void> {
  const request = await bytesOf(stream);
  const call = String(headers[':path']).split('/').at(-1) ?? '';
  const asked = textIn(request);
  await pass({ call, leg: 'request', about: asked });
  const reply = await answerOf({ stream, headers, beyond }, request);
  await pass({ call, leg: 'answer', about: asked + textIn(reply.body) });
  if (!stream.destroyed) give(stream, reply);
}

function answerOf({ stream, headers, beyond }: Omit<Passage, 'pass'>, request: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = beyond.request(headers);
    let answered: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders | undefined;
    sent.on('response', (given) => (answered = given));
    sent.on('trailers', (given) => (trailers = given));
    sent.on('error', reject);
    bytesOf(sent).then((body) => resolve({ headers: answered, body, trailers }), reject);
    stream.on('close', () => sent.close(constants.NGHTTP2_CANCEL));
    sent.end(request);
  });
}

function give(stream: ServerHttp2Stream, { headers, body, trailers }: Reply): void {
  if (trailers === undefined) return stream.respond(headers, { endStream: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.respond(headers, { waitForTrailers: true });
  stream.end(body);
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** gRPC: a flag that says compressed, four bytes of length, the message. */
function textIn(message: Buffer): string {
  const body = message.subarray(5);
  return (message[0] === 1 ? gunzipSync(body) : body).toString('latin1');
}
