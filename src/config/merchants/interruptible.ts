import { setImmediate } from 'node:timers/promises';

/** Work that may be interrupted where it yields. */
export type Interruptible<Result> = Generator<undefined, Result, undefined>;

/** @returns the result, after doing all of the work at once: for a process that has nothing else to do yet. */
export function runAtOnce<Result>(work: Interruptible<Result>): Result {
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

/** @returns the result; in between, requests are answered and heartbeats are sent. */
export async function runInSlices<Result>(work: Interruptible<Result>): Promise<Result> {
  let step = work.next();
  while (step.done !== true) {
    await setImmediate();
    step = work.next();
  }
  return step.value;
}
