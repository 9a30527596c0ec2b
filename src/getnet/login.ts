import type { Country } from '../domain/terminal.js';
import { maskText } from './mapping/safe-text.js';
import type { Exchange } from './transport.js';
import { readLogin } from './wire/login.js';

/** What opens Getnet to a merchant. Secret: for the login alone. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Whose token, and where it is fetched. */
export interface Account {
  readonly merchant: string;
  readonly country: Country;
  /** For a login's answer. */
  readonly timeoutMs: number;
}

/** How a login ended. Without a token nothing is ever sent to a terminal. */
export type Login =
  | { readonly kind: 'token'; readonly token: string; readonly validForMs: number }
  /** Wrong credentials, the firewall, or too many requests. */
  | {
      readonly kind: 'refused';
      readonly reason: 'unauthorized' | 'forbidden' | 'rate_limited';
      readonly message: string;
    }
  /** No connection stood. */
  | { readonly kind: 'unreachable'; readonly cause: string }
  /** A connection stood, and no usable answer came. */
  | { readonly kind: 'unclear'; readonly cause: string };

/** Where Getnet does not say how long a token lives: less than any life seen (contract §2). */
const DEFAULT_LIFETIME_MS = 15 * 60_000;

const refusals = { 401: 'unauthorized', 403: 'forbidden', 429: 'rate_limited' } as const;

/** What the exchange of a login says (contract §2). Total. */
export function judgeLogin(exchange: Exchange, secrets: Credentials): Login {
  if (exchange.reached === 'no') return { kind: 'unreachable', cause: `login: ${exchange.cause}` };
  if (exchange.reached === 'maybe') return { kind: 'unclear', cause: `login: ${exchange.cause}` };
  const { code, message, token, expiresInSeconds } = readLogin(exchange.body);
  const reason =
    refusals[exchange.status as keyof typeof refusals] ?? (code === 0 ? 'unauthorized' : undefined);
  if (reason) return { kind: 'refused', reason, message: `login refused: ${hideSecrets(message, secrets)}` };
  if (exchange.status !== 200 || code !== 1 || token === undefined) {
    return { kind: 'unclear', cause: `login: HTTP ${exchange.status} without a token` };
  }
  return {
    kind: 'token',
    token,
    validForMs: expiresInSeconds === undefined ? DEFAULT_LIFETIME_MS : expiresInSeconds * 1_000,
  };
}

/** An error text may repeat what it was given. */
function hideSecrets(message: string, { clientId, clientSecret }: Credentials): string {
  return maskText(message.replaceAll(clientSecret, '(secret)').replaceAll(clientId, '(client id)'));
}
