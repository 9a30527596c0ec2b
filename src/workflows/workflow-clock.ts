import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { Timed } from '../activities/contract.js';

/**
 * The time that a transaction decides by: the latest that its history tells, by timers that have ended and by times that
 * activities and messages carry. Replay gives the same; `Date.now()` does not always (ADR 0015).
 */
export class WorkflowClock {
  private latestMs: number;

  constructor(startedAtMs: number) {
    this.latestMs = startedAtMs;
  }

  nowMs(): number {
    return this.latestMs;
  }

  /** @param atMs as whoever reports something had it. */
  advance(atMs: number | undefined): void {
    if (atMs !== undefined && atMs > this.latestMs) this.latestMs = atMs;
  }

  /**
   * Takes the time that an activity's answer carries, or its failure.
   *
   * @param withinMs after so long the activity times out.
   */
  async read<T extends Timed>(answer: Promise<T>, withinMs = 0): Promise<T> {
    const startMs = this.latestMs;
    try {
      const given = await answer;
      this.advance(given.at);
      return given;
    } catch (failure) {
      this.advance(findFailureTimeMs(failure, startMs + withinMs));
      throw failure;
    }
  }

  /**
   * Waits for something, or for a time to pass.
   *
   * @param wait tells whether the time has passed.
   */
  async waitAtMost(waitMs: number, wait: () => Promise<boolean>): Promise<void> {
    const endMs = this.latestMs + waitMs;
    if (await wait()) this.advance(endMs);
  }
}

function findFailureTimeMs(failure: unknown, timedOutAtMs: number): number | undefined {
  const cause = failure instanceof ActivityFailure ? failure.cause : failure;
  if (cause instanceof TimeoutFailure) return timedOutAtMs;
  const [details] = cause instanceof ApplicationFailure ? (cause.details ?? []) : [];
  return (details as Timed | undefined)?.at;
}
