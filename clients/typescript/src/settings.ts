/** How the client is set up. */
export interface ClientOptions {
  /** Of the service, with or without a closing slash: `https://payments.shop.example`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** One answer, besides the time the service was asked to hold it. 15 s unless told: the service answers within 10. */
  readonly timeoutMs?: number;
  /** How long a call goes on repeating before it throws `OutcomeUnknown`. A minute unless told. */
  readonly giveUpAfterMs?: number;
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** What only reads may leave the API key out: in a browser, where the server of the shop adds it. */
export type ReaderOptions = Omit<ClientOptions, 'apiKey'> & Partial<Pick<ClientOptions, 'apiKey'>>;

/** What each call of the client uses. */
export interface Settings {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
  readonly giveUpAfterMs: number;
  readonly fetch: typeof fetch;
}

export function readSettings({
  baseUrl,
  apiKey,
  timeoutMs,
  giveUpAfterMs,
  ...rest
}: ReaderOptions): Settings {
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    apiKey,
    timeoutMs: timeoutMs ?? 15_000,
    giveUpAfterMs: giveUpAfterMs ?? 60_000,
    // Browsers want the global one called on its own object.
    fetch: rest.fetch ?? ((input, init) => fetch(input, init)),
  };
}
