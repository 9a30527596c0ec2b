import type { Wait } from './prefer.js';

/** How long a caller waits, and for what. */
export interface WaitUntil {
  /** Epoch ms. */
  readonly deadlineMs: number;
  /** Whether for the end of the transaction, or only for the answer to its dispatch. */
  readonly forFinal: boolean;
  /** Aborts when the client has closed its connection: nobody waits any more. */
  readonly clientGone?: AbortSignal;
}

/** Without `Prefer`, the request is answered once Getnet has answered the dispatch, and within 10 s in any case. */
const WITHOUT_PREFER_MS = 9_500;

/** @param now epoch ms: when the request came. */
export function waitUntilFor({ seconds }: Wait, now: number, clientGone?: AbortSignal): WaitUntil {
  const client = clientGone && { clientGone };
  return seconds === undefined
    ? { deadlineMs: now + WITHOUT_PREFER_MS, forFinal: false, ...client }
    : { deadlineMs: now + seconds * 1_000, forFinal: true, ...client };
}
