import type { Wait } from './prefer.js';

/** How long a caller is kept, and for what. */
export interface Patience {
  /** Epoch ms. */
  readonly until: number;
  /** Whether for the end of the transaction, or only for the fate of its dispatch. */
  readonly forTheEnd: boolean;
}

/** Who says nothing is answered once Getnet has answered the dispatch, and after 10 s, the last look included: milliseconds. */
const UNASKED = 9_500;

/** @param now epoch ms: when the request came. */
export function patienceOf({ seconds }: Wait, now: number): Patience {
  return seconds === undefined
    ? { until: now + UNASKED, forTheEnd: false }
    : { until: now + seconds * 1_000, forTheEnd: true };
}
