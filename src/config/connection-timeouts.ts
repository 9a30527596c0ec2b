/** How long a client may take. */
export interface HttpLimits {
  /** For the head of a request, from the moment it is connected. */
  readonly headersMs: number;
  /** For the whole request with its body. How long its answer takes is another matter. */
  readonly requestMs: number;
  /** Without a byte in either direction: longer than an answer may be held. */
  readonly silenceMs: number;
  /** Between two requests on one connection; longer than a load balancer's own limit, which is often a minute. */
  readonly keepAliveMs: number;
  /** How often the first two are looked at. */
  readonly checkEveryMs: number;
}

/** `Prefer: wait=330` holds an answer for five and a half minutes, and its caller sends nothing meanwhile. */
export const httpLimits: HttpLimits = {
  headersMs: 15_000,
  requestMs: 30_000,
  silenceMs: 400_000,
  keepAliveMs: 72_000,
  checkEveryMs: 5_000,
};

export function toFastifyLimits({ headersMs, requestMs, silenceMs, keepAliveMs, checkEveryMs }: HttpLimits) {
  return {
    requestTimeout: requestMs,
    connectionTimeout: silenceMs,
    keepAliveTimeout: keepAliveMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: checkEveryMs },
  };
}

export function toServerLimits({ headersMs, requestMs, keepAliveMs, checkEveryMs }: HttpLimits) {
  return {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkEveryMs,
  };
}
