import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { LAST_STEP_MS, hasLastStep, isSameView } from './run-view.js';
import type { RunView } from './run-view.js';

/** What a watch follows: a run, however it is asked. */
export interface RunSource {
  /**
   * Passes each view of the run that may differ from the one before, until the run has ended or the signal aborts.
   *
   * @throws an error of the connection to Temporal: it is begun again.
   */
  follow(onView: (view: RunView) => void, signal: AbortSignal): Promise<void>;
}

const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;

/** One run, watched once for however many listen. */
export class RunWatch {
  private latest: RunView | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly cut = new AbortController();
  private lastStep: NodeJS.Timeout | undefined;

  /** Resolves once nothing is asked any more. */
  readonly ended: Promise<void>;

  /** @param before the end of an earlier watch of the same run: one at a time asks. */
  constructor(source: RunSource, before: Promise<void> = Promise.resolve()) {
    // The client listens anew with each of the many requests a long poll is made of, and never lets go of a signal.
    setMaxListeners(0, this.cut.signal);
    this.ended = before.then(() => this.run(source));
  }

  /** Undefined until something is known. */
  get view(): RunView | undefined {
    return this.latest;
  }

  /** @param listener called whenever the view changes. @returns the function that unsubscribes. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  stop(): void {
    clearTimeout(this.lastStep);
    this.cut.abort();
  }

  private async run(source: RunSource): Promise<void> {
    const { signal } = this.cut;
    for (let tries = 0; !signal.aborted; tries += 1) {
      const onView = (view: RunView) => {
        tries = 0;
        this.receiveView(view);
      };
      try {
        await source.follow(onView, signal);
        return;
      } catch {
        // Whatever it was, who listens waits on: the run is asked again.
        await pauseUntil(Math.min(MIN_PAUSE_MS * 2 ** Math.min(tries, 10), MAX_PAUSE_MS), signal);
      }
    }
  }

  private receiveView(view: RunView): void {
    clearTimeout(this.lastStep);
    if (this.cut.signal.aborted) return;
    if (!hasLastStep(view)) return this.publish(view);
    this.lastStep = setTimeout(() => this.publish(view), LAST_STEP_MS);
  }

  private publish(view: RunView): void {
    if (isSameView(this.latest, view)) return;
    this.latest = view;
    for (const listener of [...this.listeners]) listener();
  }
}

/** Pauses; ends early, and well, when the signal aborts. */
export async function pauseUntil(pauseMs: number, signal: AbortSignal): Promise<void> {
  await pause(pauseMs, undefined, { signal }).catch(() => undefined);
}
