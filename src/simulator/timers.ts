/** Cancels a timer; harmless once it has fired. */
export type Cancel = () => void;

/** Runs `task` once after `delayMs`. Never keeps the process alive by itself. */
export function runAfter(delayMs: number, task: () => void): Cancel {
  const timer = setTimeout(task, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Resolves after `delayMs`; at once, within the same turn of the event loop, for none. */
export async function pause(delayMs: number): Promise<void> {
  if (delayMs > 0) await new Promise<void>((resolve) => void runAfter(delayMs, resolve));
}

/** Something that happens once and can be waited for. */
export interface Moment {
  readonly reached: Promise<void>;
  reach(): void;
}

/** A moment that has not been reached yet. */
export function createMoment(): Moment {
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return { reached, reach: () => reach() };
}
