/** Calls a timer off; harmless once it has fired. */
export type CallOff = () => void;

/** Runs `task` once after `delay` milliseconds. Never keeps the process alive by itself. */
export function after(delay: number, task: () => void): CallOff {
  const timer = setTimeout(task, delay);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Resolves after `delay` milliseconds; at once, within the same turn of the event loop, for none. */
export async function pause(delay: number): Promise<void> {
  if (delay > 0) await new Promise<void>((resolve) => void after(delay, resolve));
}

/** Something that happens once and can be waited for. */
export interface Moment {
  readonly reached: Promise<void>;
  reach(): void;
}

/** A moment that has not been reached yet. */
export function moment(): Moment {
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return { reached, reach: () => reach() };
}
