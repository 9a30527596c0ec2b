import type { Deadline } from './deadline.js';
import type { Account, Login } from './login.js';
import type { Tokens } from './tokens.js';

/** A login, or that the caller's time for it ran out. */
export type LoginOrExpired = Login | { readonly kind: 'expired' };

/** Whose token a request is made with, and until when. */
export interface Bearer {
  readonly account: Account;
  readonly deadline: Deadline;
}

/** An answer to the request, or why there was no token to make it with. */
export type WithToken<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | Exclude<LoginOrExpired, { readonly kind: 'token' }>;

/** A refused token is no proof that the next one is refused too: another process may have logged in at the same time. */
const MAX_REPEATS = 6;

/** A request that can be made with any token of the account. */
export interface TokenRequest<Answer> {
  readonly make: (token: string) => Promise<Answer>;
  /** Whether the answer proves that the request was refused for its token, and so was not carried out (contract §2). */
  readonly isTokenRefused: (answer: Answer) => boolean;
  /** Whether the token may have been refused in other words: whoever comes next logs in. */
  readonly isTokenDoubted: (answer: Answer) => boolean;
  /** Whether the request only reads, so that a doubted token is reason enough to make it once more. */
  readonly repeatsInDoubt?: boolean;
}

/** Makes a request, and again with a fresh token while its token is refused: bounded by the deadline and a small count. */
export async function withToken<Answer>(
  tokens: Tokens,
  { account, deadline }: Bearer,
  { make, isTokenRefused, isTokenDoubted, repeatsInDoubt = false }: TokenRequest<Answer>,
): Promise<WithToken<Answer>> {
  let login = await waitForLogin(tokens.getUsable(account), deadline);
  for (let repeats = 0; login.kind === 'token'; repeats += 1) {
    const answer = await make(login.token);
    const repeatsOnce = repeatsInDoubt && repeats === 0 && isTokenDoubted(answer);
    if (repeats === MAX_REPEATS || !(isTokenRefused(answer) || repeatsOnce)) {
      if (isTokenDoubted(answer)) tokens.drop(account, login.token);
      return { kind: 'answered', answer };
    }
    login = await waitForLogin(tokens.renewRefused(account, login.token), deadline);
  }
  return login;
}

/** Node fires a longer one at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A login is shared, so it runs on; only this caller stops waiting at its deadline. */
async function waitForLogin(login: Promise<Login>, deadline: Deadline): Promise<LoginOrExpired> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<LoginOrExpired>((resolve) => {
    const left = Math.min(Math.ceil(deadline.leftMs()), MAX_TIMER_MS);
    timer = setTimeout(() => resolve({ kind: 'expired' }), left);
  });
  try {
    return await Promise.race([login, expired]);
  } finally {
    clearTimeout(timer);
  }
}
