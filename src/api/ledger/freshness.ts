import type { LedgerReach } from '../../ledger/queries/as-of.js';

/** How far a list or an export can be relied on. */
export interface Freshness {
  /** ISO 8601: all that was accepted by then is in it; null for a ledger that was never filled. */
  readonly asOf: string | null;
  /** Nothing has filled the ledger for longer than is usual. */
  readonly stale: boolean;
}

export function judgeFreshness(
  asOf: Date | undefined,
  { nowMs, staleAfterMs }: { readonly nowMs: number; readonly staleAfterMs: number },
): Freshness {
  const isStale = asOf === undefined || nowMs - asOf.getTime() > staleAfterMs;
  return { asOf: asOf?.toISOString() ?? null, stale: isStale };
}

/**
 * Whether nothing that was accepted in a period can be missing. One without an end never is complete, nor one without a beginning: nobody
 * knows what there was before the ledger.
 */
export function isCompleteFor(
  { since, asOf }: LedgerReach,
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
): boolean {
  if (since === undefined || asOf === undefined || from === undefined || to === undefined) return false;
  return Date.parse(from) >= since.getTime() && Date.parse(to) <= asOf.getTime();
}
