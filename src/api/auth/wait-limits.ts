import { problem, withHeaders } from '../problems/problem.js';
import type { ProblemMoney } from '../problems/problem-entry.js';
import type { Problem } from '../problems/problem.js';

/** Who waits. */
export interface Waiter {
  readonly merchant: string;
  readonly keyId: string;
}

/** How many requests may be held at a time in this process. */
export interface WaitCaps {
  readonly process: number;
  readonly key: number;
}

/** Counts the requests that are held: one caller's waits leave room for another's. */
export class WaitLimits {
  private readonly held = new Map<string, number>();

  constructor(private readonly caps: WaitCaps) {}

  /** @returns how to give the place back, which may be called again; undefined when there is no place. */
  take({ merchant, keyId }: Waiter): (() => void) | undefined {
    const places: readonly (readonly [place: string, cap: number])[] = [
      ['process', this.caps.process],
      [`merchant ${merchant}`, Math.ceil(this.caps.process / 2)],
      [`key ${merchant} ${keyId}`, this.caps.key],
    ];
    if (places.some(([place, cap]) => this.countOf(place) >= cap)) return undefined;
    for (const [place] of places) this.change(place, 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      for (const [place] of places) this.change(place, -1);
    };
  }

  /** How many requests are held now. */
  get waiting(): number {
    return this.countOf('process');
  }

  private countOf(place: string): number {
    return this.held.get(place) ?? 0;
  }

  private change(place: string, by: 1 | -1): void {
    const count = this.countOf(place) + by;
    if (count === 0) this.held.delete(place);
    else this.held.set(place, count);
  }
}

const RETRY_AFTER_SECONDS = '5';

/** @returns the answer to a request that would be held beyond the caps. */
export function tooManyWaits(detail: string, moneyMoved: ProblemMoney): Problem {
  return withHeaders(problem('too-many-waits', detail, { moneyMoved }), {
    'retry-after': RETRY_AFTER_SECONDS,
  });
}
