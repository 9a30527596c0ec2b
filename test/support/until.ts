const FIRST_PAUSE_MS = 15;
const MAX_PAUSE_MS = 300;
const GROWTH = 1.5;

/**
 * Asks until there is something: often at first, then more rarely. Each question to a run is a task of its worker, and what comes after
 * seconds need not be noticed within a moment.
 */
export async function until<Found>(
  find: () => Found | false | undefined | Promise<Found | false | undefined>,
): Promise<Found> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * GROWTH, MAX_PAUSE_MS)) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    await new Promise((next) => setTimeout(next, pauseMs));
  }
}
