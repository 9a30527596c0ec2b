import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from './statistics.js';

export interface Arrivals {
  readonly count: number;
  readonly perSecond: number;
  /** The same seed gives the same arrivals. */
  readonly seed: number;
}

/** Customers come by chance and do not wait for each other: a slow answer keeps nobody from arriving. */
export async function arriveOpenLoop<T>(
  { count, perSecond, seed }: Arrivals,
  arrive: (index: number) => Promise<T>,
): Promise<readonly T[]> {
  const random = createRandom(seed);
  const from = performance.now();
  const arrivals: Promise<T>[] = [];
  let dueMs = 0;
  for (let index = 0; index < count; index += 1) {
    const lateMs = dueMs - (performance.now() - from);
    if (lateMs > 0) await pause(lateMs);
    const arrival = arrive(index);
    // Reported when all have arrived, and by then no longer unhandled.
    arrival.catch(() => undefined);
    arrivals.push(arrival);
    dueMs += (-Math.log(1 - random()) * 1_000) / perSecond;
  }
  return Promise.all(arrivals);
}
