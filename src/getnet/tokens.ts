import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './call.js';
import type { CallContext } from './call.js';
import type { Clock } from './deadline.js';
import { judgeLogin } from './login.js';
import type { Account, Login, Credentials } from './login.js';
import { buildLoginForm } from './wire/login.js';

/** Whose credentials open Getnet, and who has to know every token. */
interface CredentialSource {
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

/** The tokens of all accounts: cached, and fetched by one login at a time each. */
export interface Tokens {
  /** The cached token, or a new one. */
  getUsable(account: Account): Promise<Login>;
  /** Another token than the one Getnet has just refused: already there when somebody else was refused it first. */
  renewRefused(account: Account, refused: string): Promise<Login>;
  /** Has the next request log in, unless there is another token by then: this one may have been refused. */
  drop(account: Account, doubted: string): void;
}

/** What tokens are fetched with. */
export interface TokenSource {
  /** Fetches a token; never throws. */
  readonly logIn: (account: Account) => Promise<Login>;
  /** Accounts with one key share their token: a login of one may end the token of the other. */
  readonly keyFor: (account: Account) => string;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** For tests. */
  readonly pause?: (pauseMs: number) => Promise<unknown>;
}

export function createTokens(source: TokenSource): Tokens {
  const keys = new Map<string, KeyedToken>();
  const getAccountToken = (account: Account) => {
    const key = source.keyFor(account);
    const token = keys.get(key) ?? new KeyedToken(source);
    keys.set(key, token);
    return token;
  };
  return {
    getUsable: async (account) => getAccountToken(account).getUsable(account),
    renewRefused: async (account, refused) => getAccountToken(account).renewRefused(account, refused),
    drop: (account, doubted) => getAccountToken(account).drop(doubted),
  };
}

interface KnownToken {
  readonly token: string;
  /** On the monotonic clock. */
  readonly usableUntilMs: number;
  /** On the monotonic clock. */
  readonly obtainedAtMs: number;
  /** How long its login took. */
  readonly loginMs: number;
}

class KeyedToken {
  private known: KnownToken | undefined;
  private running: Promise<Login> | undefined;
  /** How many tokens in a row were refused while they were young. */
  private contestedCount = 0;
  /** How long the next login waits for a token that was dropped. */
  private owedPauseMs = 0;

  constructor(private readonly source: TokenSource) {}

  getUsable(account: Account): Promise<Login> | Login {
    return this.findUsable() ?? this.shareLogin(account, this.owedPauseMs);
  }

  renewRefused(account: Account, refused: string): Promise<Login> | Login {
    if (this.known?.token !== refused) return this.getUsable(account);
    return this.shareLogin(account, this.forget(this.known));
  }

  drop(doubted: string): void {
    if (this.known?.token === doubted) this.owedPauseMs = this.forget(this.known);
  }

  private findUsable(): Login | undefined {
    if (this.known === undefined) return undefined;
    const { token, usableUntilMs } = this.known;
    const validForMs = usableUntilMs - this.source.clock.monotonic();
    return validForMs > 0 ? { kind: 'token', token, validForMs } : undefined;
  }

  private shareLogin(account: Account, pauseMs: number): Promise<Login> {
    this.running ??= this.logIn(account, pauseMs).finally(() => (this.running = undefined));
    return this.running;
  }

  private async logIn(account: Account, pauseMs: number): Promise<Login> {
    const { clock, pause = sleep, logIn } = this.source;
    this.owedPauseMs = 0;
    if (pauseMs > 0) await pause(pauseMs);
    const start = clock.monotonic();
    const login = await logIn(account);
    if (login.kind === 'token') this.known = toKnownToken(login, start, clock.monotonic());
    return login;
  }

  /** Gives how long to wait before the next login. */
  private forget({ obtainedAtMs, loginMs }: KnownToken): number {
    this.known = undefined;
    const isYoung = this.source.clock.monotonic() - obtainedAtMs < CONTESTED_WITHIN_MS;
    this.contestedCount = isYoung ? this.contestedCount + 1 : 1;
    return pauseBefore(this.contestedCount, loginMs);
  }
}

/** A token refused when it was younger was ended by another process, which may be about to use its own. */
const CONTESTED_WITHIN_MS = 5_000;
const MIN_TURN_MS = 50;
const MAX_TURN_MS = 1_000;

/**
 * Each login of an account may end the token before it (contract §12 Q15), so processes that share an account take
 * turns: whoever is refused again and again leaves the other the time to use its token, which is that of a login or two,
 * and more each time.
 */
function pauseBefore(contest: number, loginMs: number): number {
  if (contest < 2) return 0;
  const turn = (MIN_TURN_MS + 2 * loginMs) * 2 ** Math.min(contest - 2, 2);
  return Math.min(turn, MAX_TURN_MS) * (1 + Math.random());
}

/** A token is given up this share of its life before its end, and never earlier than `MAX_MARGIN_MS` before. */
const MARGIN_SHARE = 0.1;
const MAX_MARGIN_MS = 5 * 60_000;

function toKnownToken(
  { token, validForMs }: Extract<Login, { kind: 'token' }>,
  start: number,
  now: number,
): KnownToken {
  const margin = Math.min(validForMs * MARGIN_SHARE, MAX_MARGIN_MS);
  return { token, obtainedAtMs: now, loginMs: now - start, usableUntilMs: now + validForMs - margin };
}
