/** A moment: milliseconds since 1970, as `Date.now()` gives them. */
export type EpochMs = number;

/** A length of time, in milliseconds. */
export type DurationMs = number;
