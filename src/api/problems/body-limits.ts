/** The most a body may have. */
export const REQUEST_LIMIT_BYTES = 64_000;
export const CALLBACK_LIMIT_BYTES = 1_000_000;

/** The route of Getnet's callbacks, as the router knows it. */
export const CALLBACK_ROUTE = '/webhooks/getnet/:token';

/** Longer than any address of ours; a longer one names nothing. */
export const MAX_PARAMETER_LENGTH = 2_048;
