import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits on a state, not on the clock: asks again until there is an answer.
 *
 * @param within milliseconds, 60,000 unless told.
 * @throws Error naming what did not come about.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  within = 60_000,
): Promise<T> {
  for (const deadline = Date.now() + within; Date.now() < deadline;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(25);
  }
  throw new Error(`${what}: did not come about within ${within} ms`);
}
