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

/** Whether nothing that was accepted before a moment can be missing. A period without an end is never complete. */
export function isCompleteUntil(asOf: Date | undefined, to: string | undefined): boolean {
  return asOf !== undefined && to !== undefined && Date.parse(to) <= asOf.getTime();
}
