/** A comment is due this often, whatever else was sent. */
export const HEARTBEAT_MS = 15_000;

/** What ends a wait of a stream. */
export type WakeReason = 'news' | 'time' | 'leaving' | 'gone';

/** What a stream listens to while it waits. */
export interface WakeSources {
  /** The client is gone. */
  readonly gone: AbortSignal;
  /** The process is to end. */
  readonly leaving: AbortSignal;
  /** Returns the function that unsubscribes. */
  readonly listen: (listener: () => void) => () => void;
  /** Whether there is news already. */
  readonly hasNews: () => boolean;
}

/** Waits for news, for a moment, or for the end. */
export async function waitForNews(untilMs: number, sources: WakeSources): Promise<WakeReason> {
  const { gone, leaving, listen, hasNews } = sources;
  if (gone.aborted) return 'gone';
  if (leaving.aborted) return 'leaving';
  if (hasNews()) return 'news';
  return new Promise((resolve) => {
    const ends: (() => void)[] = [];
    const wake = (why: WakeReason) => {
      for (const end of ends) end();
      resolve(why);
    };
    const timer = setTimeout(() => wake('time'), Math.max(untilMs - Date.now(), 0));
    ends.push(
      () => clearTimeout(timer),
      listen(() => wake('news')),
    );
    for (const [signal, why] of [
      [gone, 'gone'],
      [leaving, 'leaving'],
    ] as const) {
      const end = () => wake(why);
      signal.addEventListener('abort', end, { once: true });
      ends.push(() => signal.removeEventListener('abort', end));
    }
  });
}
