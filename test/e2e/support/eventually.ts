import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 25;
const MAX_PAUSE_MS = 400;
const GROWTH = 1.4;

/**
 * Waits on a state, not on the clock: asks again until there is an answer, often at first and then more rarely, for each question
 * costs those who are asked.
 *
 * @param withinMs a minute unless told.
 * @throws Error naming what did not come about.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  withinMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (
    let pauseMs = FIRST_PAUSE_MS;
    Date.now() < deadline;
    pauseMs = Math.min(pauseMs * GROWTH, MAX_PAUSE_MS)
  ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(pauseMs);
  }
  throw new Error(`${what}: did not come about within ${withinMs} ms`);
}
