import { performance } from 'node:perf_hooks';
import type { DurationMs, EpochMs } from '../domain/time.js';

/** The two clocks a deadline is held against. */
export interface Clock {
  /** The wall clock: it may jump. */
  now(): EpochMs;
  /** The time since an arbitrary moment; it never jumps back. */
  monotonic(): DurationMs;
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** A moment after which a command must not be sent. */
export interface Deadline {
  hasPassed(): boolean;
  /** 0 once passed. */
  leftMs(): number;
}

/**
 * A wall-clock moment, held on both clocks: a wall clock that is set back must not let a command out late.
 * The monotonic one is anchored at this call.
 * @param withinMs the time left by the orchestrator's clock, for when ours is slow
 */
export function createDeadline(epochMs: number, clock: Clock, withinMs = Infinity): Deadline {
  const monotonicEnd = clock.monotonic() + Math.min(epochMs - clock.now(), withinMs);
  const leftMs = () => Math.max(0, Math.min(epochMs - clock.now(), monotonicEnd - clock.monotonic()));
  return { leftMs, hasPassed: () => leftMs() === 0 };
}
