/** What the stream of a merchant is bounded by. */
export interface StreamLimits {
  /** So many transactions that have something left to tell fit a cursor, which has to fit a header. */
  readonly openPlaces: number;
  /** So many marks of transactions that have told everything. */
  readonly toldPlaces: number;
  /** What is younger than this may not be in the index yet. Clocks may differ by less than this. */
  readonly indexLagMs: number;
}

export const streamLimits: StreamLimits = { openPlaces: 300, toldPlaces: 400, indexLagMs: 30_000 };

/** Injection token: an interface has no name at run time. */
export const STREAM_LIMITS = Symbol('StreamLimits');
