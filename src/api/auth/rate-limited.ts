import type { ProblemMoney } from '../problems/problem-entry.js';
import { problem, withHeaders } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

/** What a refusal says beyond its words. */
export interface Refusal {
  /** Milliseconds until the request would be taken. */
  readonly pauseMs: number;
  /** A start that was refused moved nothing; a read that was refused leaves unknown what it asked about. */
  readonly moneyMoved: ProblemMoney;
}

/** @returns the answer to a request that is one too many, with `Retry-After` in whole seconds. */
export function rateLimited(detail: string, { pauseMs, moneyMoved }: Refusal): Problem {
  const seconds = Math.max(1, Math.ceil(pauseMs / 1_000));
  return withHeaders(problem('rate-limited', detail, { moneyMoved }), { 'retry-after': String(seconds) });
}
