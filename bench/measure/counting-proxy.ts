import { passOn, readCallName, startGrpcRelay } from '../../src/dev/processes/grpc-relay.js';

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
    passOn(call);
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
