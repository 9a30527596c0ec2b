/** The injection token of the metrics: an interface has no name at run time. */
export const METRICS = Symbol('Metrics');
