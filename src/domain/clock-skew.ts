/** The clocks of two machines differ by less. */
export const CLOCK_SKEW_MS = 60_000;
