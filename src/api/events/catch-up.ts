import { setTimeout as pause } from 'node:timers/promises';

const FIND_AGAIN_MS = 1_000;

/** The shortest span of one query to the index. */
const MIN_SPAN_MS = 60_000;

/** What started in a span of time. */
export interface Span {
  readonly startedSinceMs: number;
  /** Undefined where it has no end. */
  readonly startedBeforeMs: number | undefined;
}

/** What a catch-up is made of. */
export interface CatchUpParts {
  /** @throws an error where the index does not answer, or not in time for so much. */
  readonly find: (span: Span) => Promise<void>;
  /** Called with the end of each span that was found. */
  readonly foundUntil: (beforeMs: number) => void;
}

/**
 * Finds what started while a reader was away. The index is asked for all of it, and after each time that it does not answer for
 * half as much: it always ends, and whoever is cut meanwhile goes on behind what was found.
 */
export class CatchUp {
  private isAllFound = false;

  constructor(private readonly parts: CatchUpParts) {}

  get isDone(): boolean {
    return this.isAllFound;
  }

  /** Ends when all is found, or the reader is gone. */
  async run(sinceMs: number, gone: AbortSignal): Promise<void> {
    let [fromMs, spanMs] = [sinceMs, Infinity];
    while (!gone.aborted && !this.isAllFound) {
      const untilMs = fromMs + spanMs;
      const startedBeforeMs = untilMs < Date.now() ? untilMs : undefined;
      try {
        await this.parts.find({ startedSinceMs: fromMs, startedBeforeMs });
        if (startedBeforeMs === undefined) this.isAllFound = true;
        else this.parts.foundUntil((fromMs = startedBeforeMs));
        spanMs *= 2;
      } catch {
        spanMs = Math.max(Math.min(spanMs, Date.now() - fromMs) / 2, MIN_SPAN_MS);
        await pause(FIND_AGAIN_MS, undefined, { signal: gone }).catch(() => undefined);
      }
    }
  }
}
