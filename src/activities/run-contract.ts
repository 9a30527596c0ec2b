import type { EpochMs } from '../domain/time.js';

/** Carries the time by which a run decides: its own would not be the same in replay (ADR 0015). */
export interface Timed {
  /** By the clock of the worker that answers. */
  readonly at?: EpochMs;
}

/** What identifies a run that repeats an earlier one. */
export interface RunIdentity {
  /** The run that may send; a reset of it may not. */
  readonly firstRunId: string;
  /** A run that is started by hand does not have the memo of an API's start. */
  readonly hasOurMemo: boolean;
  /** How long after its acceptance the run was started. */
  readonly startedLateByMs: number;
  /** A start of ours is given up before, so that it never takes effect later than this. */
  readonly lateAfterMs: number;
}
