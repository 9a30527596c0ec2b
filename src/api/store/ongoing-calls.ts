import { setMaxListeners } from 'node:events';

/** The calls that have not ended: a connection is not closed under them, and waits are cut short when the process is to end. */
export interface OngoingCalls {
  add<T>(call: Promise<T>): Promise<T>;
  /** A call that waits for news, with a signal of its own: the client never lets go of a signal it was given. */
  wait<T>(begin: (cut: AbortSignal) => Promise<T>): Promise<T>;
  /** The process is to end: whoever waits for news is answered with what is known. */
  shutDown(): void;
  readonly leaving: boolean;
  /** @returns once every call has ended, well or badly. */
  ended(): Promise<void>;
}

export function createOngoingCalls(): OngoingCalls {
  const calls = new Map<Promise<unknown>, AbortController>();
  let leaving = false;

  function keep<T>(call: Promise<T>, cut = new AbortController()): Promise<T> {
    const forget = () => void calls.delete(call);
    calls.set(call, cut);
    call.then(forget, forget);
    return call;
  }

  return {
    add: (call) => keep(call),
    wait: (begin) => {
      const cut = new AbortController();
      // The client listens anew with each of the many requests a long wait is made of.
      setMaxListeners(0, cut.signal);
      return keep(begin(cut.signal), cut);
    },
    shutDown: () => {
      leaving = true;
      for (const cut of calls.values()) cut.abort();
    },
    get leaving() {
      return leaving;
    },
    ended: async () => {
      while (calls.size > 0) await Promise.allSettled(calls.keys());
    },
  };
}
