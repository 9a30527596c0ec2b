import type { BeforeApplicationShutdown } from '@nestjs/common';
import { setMaxListeners } from 'node:events';
import { isTemporalUnavailable } from './unavailable.js';

/**
 * A long poll: ends when its run has ended, well or badly. It must let go when the signal aborts, and take no deadline of
 * one caller: it serves all of them.
 *
 * @throws an error of the connection to Temporal when the poll, and not the run, has ended: it is begun again.
 */
export type Poll = (signal: AbortSignal) => Promise<unknown>;

/** What one caller waits for. */
export interface WaitFor {
  readonly untilMs: number;
  /** Aborts when the caller is gone: see `getClientGoneSignal`. */
  readonly signal?: AbortSignal;
  readonly poll: Poll;
}

interface SharedPoll {
  readonly waiters: Set<() => void>;
  readonly cut: AbortController;
}

const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;

/** One long poll per run and process, however many callers wait for it, and none when nobody does. */
export class SharedWaits implements BeforeApplicationShutdown {
  private readonly polls = new Map<string, SharedPoll>();
  private leaving = false;

  /**
   * Waits until a run has ended, the caller's time is over or the caller is gone, whichever is first. It does not say which:
   * the run is read again.
   *
   * @param run names the run: callers with the same name share the poll of the first of them.
   */
  async waitUntilClosed(run: string, { untilMs, signal, poll }: WaitFor): Promise<void> {
    const limitMs = untilMs - Date.now();
    if (this.leaving || limitMs <= 0 || signal?.aborted === true) return;
    const shared = this.polls.get(run) ?? this.begin(run, poll);
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        this.stopWaiting(run, shared, end);
        resolve();
      };
      const timer = setTimeout(end, limitMs);
      signal?.addEventListener('abort', end, { once: true });
      shared.waiters.add(end);
    });
  }

  /** Nobody waits any more: whoever asks is answered with what is known. */
  get isShuttingDown(): boolean {
    return this.leaving;
  }

  /** How many long polls are open. */
  get open(): number {
    return this.polls.size;
  }

  /** Before HTTP closes: whoever waits is answered with what is known, so that the process can end. */
  beforeApplicationShutdown(): void {
    this.leaving = true;
    for (const { waiters } of this.polls.values()) endAll(waiters);
  }

  private begin(run: string, poll: Poll): SharedPoll {
    const shared: SharedPoll = { waiters: new Set(), cut: new AbortController() };
    // The client listens anew with each of the many requests a long poll is made of, and never lets go of a signal.
    setMaxListeners(0, shared.cut.signal);
    this.polls.set(run, shared);
    void pollUntilEnded(poll, shared.cut.signal).then(() => endAll(shared.waiters));
    return shared;
  }

  private stopWaiting(run: string, { waiters, cut }: SharedPoll, waiter: () => void): void {
    waiters.delete(waiter);
    if (waiters.size > 0) return;
    cut.abort();
    if (this.polls.get(run)?.waiters === waiters) this.polls.delete(run);
  }
}

/** Each end takes itself out of the set. */
function endAll(waiters: ReadonlySet<() => void>): void {
  for (const end of [...waiters]) end();
}

/** Polls until the run has ended or nobody waits: a poll that Temporal cut short is begun again. */
async function pollUntilEnded(poll: Poll, signal: AbortSignal): Promise<void> {
  for (let tries = 0; !signal.aborted; tries += 1) {
    try {
      await poll(signal);
      return;
    } catch (failure) {
      if (!isTemporalUnavailable(failure)) return;
    }
    await pause(Math.min(MIN_PAUSE_MS * 2 ** Math.min(tries, 10), MAX_PAUSE_MS), signal);
  }
}

async function pause(pauseMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, pauseMs);
    signal.addEventListener('abort', end, { once: true });
  });
}
