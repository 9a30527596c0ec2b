import type { Clock } from './deadline.js';
import type { Account, Login } from './login.js';

/** The tokens of all merchants: cached, and fetched by one login at a time each. */
export interface Tokens {
  /** The cached token, or a new one. */
  current(account: Account): Promise<Login>;
  /** Another token than the one Getnet has just refused: already there when somebody else was refused it first. */
  fresh(account: Account, refused: string): Promise<Login>;
}

interface Cached {
  readonly token: string;
  /** On the monotonic clock. */
  readonly until: number;
}

/** A token is given up this share of its life before its end, and never earlier than `LONGEST_MARGIN` before. */
const MARGIN = 0.1;
/** Milliseconds. */
const LONGEST_MARGIN = 5 * 60_000;

/** @param logIn fetches a token; never throws. */
export function createTokens(
  logIn: (account: Account) => Promise<Login>,
  clock: Pick<Clock, 'monotonic'>,
): Tokens {
  const cache = new Map<string, Cached>();
  const running = new Map<string, Promise<Login>>();

  async function fetched(account: Account): Promise<Login> {
    const login = await logIn(account);
    if (login.kind === 'token') cache.set(account.merchant, cached(login, clock));
    return login;
  }

  function oneLogin(account: Account): Promise<Login> {
    const { merchant } = account;
    const login = running.get(merchant) ?? fetched(account).finally(() => running.delete(merchant));
    running.set(merchant, login);
    return login;
  }

  function usable({ merchant }: Account): Login | undefined {
    const known = cache.get(merchant);
    const validFor = known === undefined ? 0 : known.until - clock.monotonic();
    return known && validFor > 0 ? { kind: 'token', token: known.token, validFor } : undefined;
  }

  return {
    current: async (account) => usable(account) ?? oneLogin(account),
    async fresh(account, refused) {
      if (cache.get(account.merchant)?.token === refused) cache.delete(account.merchant);
      return usable(account) ?? oneLogin(account);
    },
  };
}

function cached(
  { token, validFor }: Extract<Login, { kind: 'token' }>,
  clock: Pick<Clock, 'monotonic'>,
): Cached {
  return { token, until: clock.monotonic() + validFor - Math.min(validFor * MARGIN, LONGEST_MARGIN) };
}
