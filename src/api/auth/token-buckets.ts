import type { DurationMs } from '../../domain/time.js';

const SECOND_MS = 1_000;

interface Bucket {
  readonly tokens: number;
  readonly filledAt: number;
}

/**
 * A token bucket for each owner: a steady rate with a burst of one second's worth. What one owner takes, no other misses.
 *
 * The owners are merchants of the merchants file, so the map is bounded.
 */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly perSecond: number) {}

  /**
   * Takes one token.
   *
   * @param nowMs of a clock that never goes back.
   * @returns 0 when there was one, else how long until there is one.
   */
  acquire(owner: string, nowMs: number): DurationMs {
    const tokens = this.countTokens(owner, nowMs);
    const granted = tokens >= 1;
    this.buckets.set(owner, { tokens: granted ? tokens - 1 : tokens, filledAt: nowMs });
    return granted ? 0 : ((1 - tokens) / this.perSecond) * SECOND_MS;
  }

  private countTokens(owner: string, nowMs: number): number {
    const bucket = this.buckets.get(owner);
    if (bucket === undefined) return this.perSecond;
    const earned = ((nowMs - bucket.filledAt) / SECOND_MS) * this.perSecond;
    return Math.min(this.perSecond, bucket.tokens + earned);
  }
}
