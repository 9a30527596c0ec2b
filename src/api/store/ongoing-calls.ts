import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { setMaxListeners } from 'node:events';

/** The calls that have not ended: a connection is not closed under them, and waits are cut short when the process is to end. */
export class OngoingCalls {
  private readonly calls = new Map<Promise<unknown>, AbortController>();
  private isLeaving = false;
  private hasEnded = false;

  /** Whether the process is to end. */
  get isShuttingDown(): boolean {
    return this.isLeaving;
  }

  /** Whether the process is to end and every call has ended: nothing is tried again. */
  get isOver(): boolean {
    return this.hasEnded;
  }

  add<T>(call: Promise<T>): Promise<T> {
    return this.keep(call, new AbortController());
  }

  /** A call that waits for news, with a signal of its own: the client never lets go of a signal it was given. */
  wait<T>(begin: (cut: AbortSignal) => Promise<T>): Promise<T> {
    const cut = new AbortController();
    // The client listens anew with each of the many requests a long wait is made of.
    setMaxListeners(0, cut.signal);
    return this.keep(Promise.race([begin(cut.signal), rejectWhenCut(cut.signal)]), cut);
  }

  /** The process is to end: whoever waits for news is answered with what is known. */
  shutDown(): void {
    this.isLeaving = true;
    for (const cut of this.calls.values()) cut.abort();
  }

  /** @returns once every call has ended, well or badly. */
  async waitUntilEnded(): Promise<void> {
    while (this.calls.size > 0) await Promise.allSettled(this.calls.keys());
    this.hasEnded = this.isLeaving;
  }

  private keep<T>(call: Promise<T>, cut: AbortController): Promise<T> {
    const forget = () => void this.calls.delete(call);
    this.calls.set(call, cut);
    call.then(forget, forget);
    return call;
  }
}

/** The SDK cuts the first try of a call alone; whoever waits for a later try is let go here. */
function rejectWhenCut(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new WorkflowUpdateRPCTimeoutOrCancelledError('The process is to end.'));
    // The call itself may end by the same signal, and says more.
    signal.addEventListener('abort', () => setImmediate(end), { once: true });
  });
}
