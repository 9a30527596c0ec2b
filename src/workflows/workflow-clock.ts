import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { Timed } from '../activities/contract.js';
import { CLOCK_SKEW_MS } from '../domain/clock-skew.js';
import type { Accepted } from '../domain/transaction.js';

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
   * Takes the time at which a further attempt was accepted. That time was compared with Temporal's clock, so a run whose clock is far
   * ahead of it had been told a wrong time.
   *
   * @param mayGoBack no command is at work, so nothing is measured from the wrong time.
   */
  startAttempt(
    { createdAt }: Pick<Accepted, 'createdAt'>,
    { mayGoBack }: { readonly mayGoBack: boolean },
  ): void {
    const acceptedAtMs = Date.parse(createdAt);
    if (mayGoBack && this.latestMs > acceptedAtMs + CLOCK_SKEW_MS) this.latestMs = acceptedAtMs;
    this.advance(acceptedAtMs);
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
