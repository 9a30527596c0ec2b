import type { CustomId } from '../domain/ids.js';
import type { Verdict } from '../domain/verdict.js';
import { call } from './call.js';
import type { Line } from './call.js';
import type { Deadline } from './deadline.js';
import type { Inquiry } from './inquiry.js';
import type { Account } from './login.js';
import { isRefusal, isUnauthorized } from './mapping/server-error.js';
import type { LoginInTime } from './session.js';
import type { Tokens } from './token.js';
import type { Exchange } from './transport.js';
import { readAnswer } from './wire/answer.js';
import { withToken } from './with-token.js';

/** What a status query found. */
export interface StatusAnswer {
  readonly verdict: Verdict;
  /** Milliseconds Getnet asked for before the next query; where it did. */
  readonly retryAfter?: number;
  /** It tells nothing about the command, and yet that nobody is at work on the question: it was refused, or never arrived. */
  readonly isRefused?: true;
}

/** One question to Getnet, with all it needs. */
export interface Asking {
  readonly inquiry: Inquiry;
  readonly customId: CustomId;
  readonly account: Account;
  /** For the whole question, logins included. */
  readonly deadline: Deadline;
}

interface Heard extends StatusAnswer {
  readonly kind: Verdict['kind'];
  readonly tokenRefused: boolean;
}

/** Asks how a command stands (contract §5), again with a fresh login where the token is refused. Never throws. */
export async function askStatus(line: Line, tokens: Tokens, asking: Asking): Promise<StatusAnswer> {
  const { inquiry } = asking;
  if (inquiry.kind === 'unaskable') return silent(inquiry.cause);
  const asked = await withToken(tokens, asking, {
    make: (token) => ask(line, { ...asking, inquiry }, token),
    isTokenRefused: ({ tokenRefused }) => tokenRefused,
  });
  return asked.kind === 'answered' ? answerIn(asked.answer) : notLoggedIn(asked);
}

type Askable = Asking & { readonly inquiry: Extract<Inquiry, { kind: 'ready' }> };

function ask(line: Line, { inquiry, customId, account, deadline }: Askable, token: string): Promise<Heard> {
  const { merchant, country } = account;
  const { path, json } = inquiry;
  const limits = { answerWithin: Math.ceil(deadline.left()) };
  // The question to a terminal occupies it, so it is never asked twice behind our back.
  const way = json === undefined ? 'ask' : 'once';
  const request = { merchant, country, customId, path, token, json, way, limits } as const;
  return call(line, request, (exchange) => heardFrom(exchange, inquiry));
}

function heardFrom(exchange: Exchange, { verdictOf }: Askable['inquiry']): Heard {
  if (exchange.reached !== 'yes') {
    const isRefused = exchange.reached === 'no' ? ({ isRefused: true } as const) : {};
    return { ...silent(exchange.cause), ...isRefused, kind: 'silent', tokenRefused: false };
  }
  const answer = readAnswer(exchange.status, exchange.body);
  const verdict = verdictOf(answer);
  const retryAfter = verdict.kind === 'silent' ? millisecondsIn(exchange.retryAfter) : undefined;
  const isRefused = verdict.kind === 'silent' && isRefusal(answer) ? ({ isRefused: true } as const) : {};
  return { kind: verdict.kind, verdict, tokenRefused: isUnauthorized(answer), retryAfter, ...isRefused };
}

function answerIn({ verdict, retryAfter, isRefused }: Heard): StatusAnswer {
  return { verdict, ...(retryAfter !== undefined && { retryAfter }), ...(isRefused && { isRefused }) };
}

function notLoggedIn(login: Exclude<LoginInTime, { kind: 'token' }>): StatusAnswer {
  if (login.kind === 'expired') return silent('login: no answer in time');
  return silent(login.kind === 'refused' ? login.message : login.cause);
}

function silent(cause: string): StatusAnswer {
  return { verdict: { kind: 'silent', cause } };
}

/** Milliseconds; a provider may not put us off for longer. */
const LONGEST_PAUSE = 10 * 60_000;

/** Reads `Retry-After`: seconds or a date (RFC 9110 §10.2.3). */
function millisecondsIn(header = ''): number | undefined {
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return wait >= 0 ? Math.min(wait, LONGEST_PAUSE) : undefined;
}
