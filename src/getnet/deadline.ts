import { performance } from 'node:perf_hooks';

/** The two clocks a deadline is held against. */
export interface Clock {
  /** Wall clock, epoch ms: may jump. */
  now(): number;
  /** Milliseconds from anywhere: never jumps back. */
  monotonic(): number;
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** A moment after which a command must not be sent. */
export interface Deadline {
  passed(): boolean;
  /** Milliseconds; 0 once passed. */
  left(): number;
}

/**
 * A wall-clock moment (epoch ms), held on both clocks: a wall clock that is set back must not let a command out late.
 * The monotonic one is anchored at this call.
 * @param within milliseconds that are left by somebody else's clock, for when ours is slow
 */
export function deadlineAt(moment: number, clock: Clock, within = Infinity): Deadline {
  const monotonicEnd = clock.monotonic() + Math.min(moment - clock.now(), within);
  const left = () => Math.max(0, Math.min(moment - clock.now(), monotonicEnd - clock.monotonic()));
  return { left, passed: () => left() === 0 };
}
