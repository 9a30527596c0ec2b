/** What the stream of a merchant is bounded by. */
export interface StreamLimits {
  /** So many transactions with states left to send fit a cursor, which has to fit a header. */
  readonly openPlaces: number;
  /** So many marks of transactions of which every state was sent. */
  readonly sentMarkPlaces: number;
  /** What is younger than this may not be in the index yet. Clocks may differ by less than this. */
  readonly indexLagMs: number;
}

export const streamLimits: StreamLimits = { openPlaces: 300, sentMarkPlaces: 400, indexLagMs: 30_000 };

/** Injection token: an interface has no name at run time. */
export const STREAM_LIMITS = Symbol('StreamLimits');
