import type { IncomingHttpHeaders } from 'node:http2';
import { readCallName, startGrpcRelay } from '../../src/dev/processes/grpc-relay.js';
import type { RelayedCall } from '../../src/dev/processes/grpc-relay.js';

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
  const relay = await startGrpcRelay(target, (call) => {
    calls.push(readCallName(call.headers));
    forward(call);
  });
  return {
    address: relay.address,
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop: () => relay.close(),
  };
}

function forward({ stream, headers, beyond }: RelayedCall): void {
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
