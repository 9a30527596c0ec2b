import type { Deadline } from './deadline.js';
import type { Account } from './login.js';
import { waitForLogin } from './session.js';
import type { LoginOrExpired } from './session.js';
import type { Tokens } from './token.js';

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
const MOST_REPEATS = 6;

/** A request that can be made with any token of the account. */
export interface TokenRequest<Answer> {
  readonly make: (token: string) => Promise<Answer>;
  /** Whether the answer proves that the request was refused for its token, and so was not carried out (contract §2). */
  readonly isTokenRefused: (answer: Answer) => boolean;
}

/** Makes a request, and again with a fresh token while its token is refused: bounded by the deadline and a small count. */
export async function withToken<Answer>(
  tokens: Tokens,
  { account, deadline }: Bearer,
  { make, isTokenRefused }: TokenRequest<Answer>,
): Promise<WithToken<Answer>> {
  let login = await waitForLogin(tokens.current(account), deadline);
  for (let repeats = 0; login.kind === 'token'; repeats += 1) {
    const answer = await make(login.token);
    if (repeats === MOST_REPEATS || !isTokenRefused(answer)) return { kind: 'answered', answer };
    login = await waitForLogin(tokens.fresh(account, login.token), deadline);
  }
  return login;
}
