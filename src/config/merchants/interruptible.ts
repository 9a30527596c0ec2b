import { setImmediate } from 'node:timers/promises';

/** Work that may be interrupted where it yields. */
export type Interruptible<Result> = Generator<undefined, Result, undefined>;

/** For a process that starts and has nothing else to do. */
export function runAtOnce<Result>(work: Interruptible<Result>): Result {
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

/** For a running process: it answers requests and sends heartbeats between the slices. */
export async function runInSlices<Result>(work: Interruptible<Result>): Promise<Result> {
  let step = work.next();
  while (step.done !== true) {
    await setImmediate();
    step = work.next();
  }
  return step.value;
}
