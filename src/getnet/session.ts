import { call } from './call.js';
import type { CallContext } from './call.js';
import type { Deadline } from './deadline.js';
import { buildLoginForm } from './wire/login.js';
import { judgeLogin } from './login.js';
import type { Account, Credentials, Login } from './login.js';
import { createTokens } from './token.js';
import type { Tokens } from './token.js';

/** A login, or that the caller's time for it ran out. */
export type LoginOrExpired = Login | { readonly kind: 'expired' };

/** Whose credentials open Getnet, and who has to know every token. */
export interface CredentialSource {
  readonly credentialsFor: (merchant: string) => Credentials | undefined;
  readonly onToken?: (token: string) => void;
}

/** The tokens of all merchants over one connection to Getnet. */
export function createMerchantTokens(
  context: CallContext,
  { credentialsFor, onToken }: CredentialSource,
): Tokens {
  return createTokens({
    clock: context.clock,
    keyFor: ({ merchant, country }) => JSON.stringify([country, credentialsFor(merchant) ?? merchant]),
    async logIn(account) {
      const credentials = credentialsFor(account.merchant);
      if (credentials === undefined) return refuseUnknownMerchant(account);
      const login = await logIn(context, account, credentials);
      if (login.kind === 'token') onToken?.(login.token);
      return login;
    },
  });
}

function logIn(
  context: CallContext,
  { merchant, country, timeoutMs }: Account,
  credentials: Credentials,
): Promise<Login> {
  const form = buildLoginForm(credentials);
  const limits = { timeoutMs };
  return call(context, { merchant, country, path: 'auth', form, via: 'sendOnce', limits }, (exchange) =>
    judgeLogin(exchange, credentials),
  );
}

function refuseUnknownMerchant({ merchant }: Account): Login {
  const message = `no credentials for merchant ${merchant}: give this worker the MERCHANTS_FILE the API has`;
  return { kind: 'refused', reason: 'unauthorized', message };
}

/** Node fires a longer one at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A login is shared, so it runs on; only this caller stops waiting at its deadline. */
export async function waitForLogin(login: Promise<Login>, deadline: Deadline): Promise<LoginOrExpired> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<LoginOrExpired>((resolve) => {
    const left = Math.min(Math.ceil(deadline.leftMs()), LONGEST_TIMER_MS);
    timer = setTimeout(() => resolve({ kind: 'expired' }), left);
  });
  try {
    return await Promise.race([login, expired]);
  } finally {
    clearTimeout(timer);
  }
}
