import { call } from './call.js';
import type { Line } from './call.js';
import type { Deadline } from './deadline.js';
import { loginForm } from './wire/login.js';
import { loginOf } from './login.js';
import type { Account, Credentials, Login } from './login.js';
import { createTokens } from './token.js';
import type { Tokens } from './token.js';

/** A login, or that the caller's time for it ran out. */
export type LoginInTime = Login | { readonly kind: 'expired' };

/** Whose credentials open Getnet, and who has to know every token. */
export interface Keyring {
  readonly credentialsOf: (merchant: string) => Credentials | undefined;
  readonly onToken?: (token: string) => void;
}

/** The tokens of all merchants over one line to Getnet. */
export function tokensOver(line: Line, { credentialsOf, onToken }: Keyring): Tokens {
  return createTokens({
    clock: line.clock,
    keyOf: ({ merchant, country }) => JSON.stringify([country, credentialsOf(merchant) ?? merchant]),
    async logIn(account) {
      const credentials = credentialsOf(account.merchant);
      if (credentials === undefined) return unknownMerchant(account);
      const login = await logIn(line, account, credentials);
      if (login.kind === 'token') onToken?.(login.token);
      return login;
    },
  });
}

function logIn(
  line: Line,
  { merchant, country, answerWithin }: Account,
  credentials: Credentials,
): Promise<Login> {
  const form = loginForm(credentials);
  const limits = { answerWithin };
  return call(line, { merchant, country, path: 'auth', form, way: 'once', limits }, (exchange) =>
    loginOf(exchange, credentials),
  );
}

function unknownMerchant({ merchant }: Account): Login {
  const message = `no credentials for merchant ${merchant}: give this worker the MERCHANTS_FILE the API has`;
  return { kind: 'refused', reason: 'unauthorized', message };
}

/** Node fires a longer one at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A login is shared, so it runs on; only this caller stops waiting at its deadline. */
export async function inTime(login: Promise<Login>, deadline: Deadline): Promise<LoginInTime> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<LoginInTime>((resolve) => {
    const left = Math.min(Math.ceil(deadline.left()), LONGEST_TIMER);
    timer = setTimeout(() => resolve({ kind: 'expired' }), left);
  });
  try {
    return await Promise.race([login, expired]);
  } finally {
    clearTimeout(timer);
  }
}
