import { constants } from 'node:http2';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { readCallName, readMessage, startGrpcRelay } from '../../../src/dev/processes/grpc-relay.js';
import type { RelayedCall } from '../../../src/dev/processes/grpc-relay.js';
import { createHoldPoint } from './hold-point.js';
import type { Hold } from './hold-point.js';

/** A call to Temporal that a story means. */
export interface CallMatch {
  /** Of the service, e.g. `RespondWorkflowTaskCompleted`. */
  readonly call: string;
  /** What has to occur in it: an id. */
  readonly about: string;
  /** What else has to occur in it. */
  readonly also?: string;
  /** `request`: Temporal does not see it. `answer`: Temporal has done it, and its caller does not know. */
  readonly leg: 'request' | 'answer';
  /** Its repeats too, until the story lets go. */
  readonly every?: boolean;
}

/** A call to Temporal that has come, whatever became of it. */
export interface Call {
  readonly call: string;
  /** Its bytes as text: the ids it names are in it. */
  readonly about: string;
  /** Milliseconds on one clock; undefined while it is not answered. */
  readonly beganAt: number;
  answeredAt?: number;
}

/**
 * Stands between a process and Temporal and lets every call through, but one that a story holds: so a process can be killed
 * or paused at exactly one step.
 */
export interface TemporalProxy {
  /** host:port, for TEMPORAL_ADDRESS. */
  readonly address: string;
  hold(meant: CallMatch): Hold;
  /** From now on such calls are refused as forbidden, also those under way. */
  block(meant: Omit<CallMatch, 'leg'>): void;
  /** All that have come, in their order: those that were refused, or are held, too. */
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

/** @param address host:port of the Temporal server. */
export async function startTemporalProxy(address: string): Promise<TemporalProxy> {
  const held = createHoldPoint<CallMatch>();
  const blocked = createBlockedCalls();
  const calls: Call[] = [];
  const relay = await startGrpcRelay(address, (relayed) => {
    const { stream } = relayed;
    stream.on('error', () => undefined);
    const pass = (meant: CallMatch) => held.pass(meant);
    void forward({ ...relayed, pass, blocked, calls }).catch(() => stream.destroy());
  });
  return {
    address: relay.address,
    hold: ({ call, about, also = '', leg, every }) =>
      held.hold(
        `${leg} of ${call} about ${about} ${also}`,
        (passing) =>
          passing.call === call &&
          passing.leg === leg &&
          passing.about.includes(about) &&
          passing.about.includes(also),
        every,
      ),
    block: (meant) => blocked.block(meant),
    calls,
    close: () => relay.close(),
  };
}

interface Forwarding extends RelayedCall {
  readonly pass: (meant: CallMatch) => Promise<void>;
  readonly blocked: BlockedCalls;
  readonly calls: Call[];
}

interface Reply {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly trailers: IncomingHttpHeaders | undefined;
}

/** Every call of Temporal's is one message and one answer. */
async function forward({ stream, headers, beyond, pass, blocked, calls }: Forwarding): Promise<void> {
  const request = await readBytes(stream);
  const call = readCallName(headers);
  const asked = readText(request);
  const counted: Call = { call, about: asked, beganAt: performance.now() };
  calls.push(counted);
  if (blocked.refuseIfBlocked({ call, about: asked }, stream)) return;
  await pass({ call, leg: 'request', about: asked });
  const reply = await fetchReply({ stream, headers, beyond }, request);
  counted.answeredAt = performance.now();
  await pass({ call, leg: 'answer', about: asked + readText(reply.body) });
  if (!stream.destroyed && !stream.headersSent) sendReply(stream, reply);
}

type BlockedCall = Omit<CallMatch, 'leg'>;

interface BlockedCalls {
  block(meant: BlockedCall): void;
  /** @returns whether the call was answered with a refusal; one that was not may still be. */
  refuseIfBlocked(passing: BlockedCall, stream: ServerHttp2Stream): boolean;
}

const PERMISSION_DENIED = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '7' } as const;

function createBlockedCalls(): BlockedCalls {
  const rules: BlockedCall[] = [];
  const open = new Map<ServerHttp2Stream, BlockedCall>();
  const isBlocked = (passing: BlockedCall) =>
    rules.some(({ call, about }) => passing.call === call && passing.about.includes(about));
  const refuse = (stream: ServerHttp2Stream) => {
    return stream.respond(PERMISSION_DENIED, { endStream: true });
  };
  return {
    block: (meant) => {
      rules.push(meant);
      for (const [stream, passing] of open) if (isBlocked(passing)) refuse(stream);
    },
    refuseIfBlocked: (passing, stream) => {
      if (isBlocked(passing)) refuse(stream);
      else
        open.set(
          stream.on('close', () => open.delete(stream)),
          passing,
        );
      return isBlocked(passing);
    },
  };
}

function fetchReply({ stream, headers, beyond }: RelayedCall, request: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = beyond.request(headers);
    let answered: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders | undefined;
    sent.on('response', (given) => (answered = given));
    sent.on('trailers', (given) => (trailers = given));
    sent.on('error', reject);
    readBytes(sent).then((body) => resolve({ headers: answered, body, trailers }), reject);
    stream.on('close', () => sent.close(constants.NGHTTP2_CANCEL));
    sent.end(request);
  });
}

function sendReply(stream: ServerHttp2Stream, { headers, body, trailers }: Reply): void {
  if (trailers === undefined) return stream.respond(headers, { endStream: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.respond(headers, { waitForTrailers: true });
  stream.end(body);
}

async function readBytes(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function readText(message: Buffer): string {
  return readMessage(message).toString('latin1');
}
