import type { CustomId } from '../domain/ids.js';
import type { Verdict } from '../domain/verdict.js';
import { call } from './call.js';
import type { CallContext } from './call.js';
import type { Deadline } from './deadline.js';
import type { StatusQuery } from './inquiry.js';
import type { Account } from './login.js';
import { isRefusal, isUnauthorized } from './mapping/server-error.js';
import type { LoginOrExpired } from './session.js';
import type { Tokens } from './token.js';
import type { Exchange } from './transport.js';
import { readAnswer } from './wire/answer.js';
import { withToken } from './with-token.js';

/** What a status query found. */
export interface StatusAnswer {
  readonly verdict: Verdict;
  /** Milliseconds Getnet asked for before the next query; where it did. */
  readonly retryAfterMs?: number;
  /** It tells nothing about the command, and yet that nobody is at work on the question: it was refused, or never arrived. */
  readonly isRefused?: true;
}

/** One question to Getnet, with all it needs. */
export interface StatusRequest {
  readonly query: StatusQuery;
  readonly customId: CustomId;
  readonly account: Account;
  /** For the whole question, logins included. */
  readonly deadline: Deadline;
}

interface JudgedAnswer extends StatusAnswer {
  readonly kind: Verdict['kind'];
  readonly tokenRefused: boolean;
}

/** Asks how a command stands (contract §5), again with a fresh login where the token is refused. Never throws. */
export async function queryStatus(
  context: CallContext,
  tokens: Tokens,
  asking: StatusRequest,
): Promise<StatusAnswer> {
  const { query } = asking;
  if (query.kind === 'unaskable') return silent(query.cause);
  const asked = await withToken(tokens, asking, {
    make: (token) => sendQuery(context, { ...asking, query }, token),
    isTokenRefused: ({ tokenRefused }) => tokenRefused,
  });
  return asked.kind === 'answered' ? toStatusAnswer(asked.answer) : silentWithoutLogin(asked);
}

type ReadyStatusRequest = StatusRequest & { readonly query: Extract<StatusQuery, { kind: 'ready' }> };

function sendQuery(
  context: CallContext,
  { query, customId, account, deadline }: ReadyStatusRequest,
  token: string,
): Promise<JudgedAnswer> {
  const { merchant, country } = account;
  const { path, json } = query;
  const limits = { timeoutMs: Math.ceil(deadline.leftMs()) };
  // The question to a terminal occupies it, so it is never asked twice behind our back.
  const via = json === undefined ? 'query' : 'sendOnce';
  const request = { merchant, country, customId, path, token, json, via, limits } as const;
  return call(context, request, (exchange) => judgeExchange(exchange, query));
}

function judgeExchange(exchange: Exchange, { judge }: ReadyStatusRequest['query']): JudgedAnswer {
  if (exchange.reached !== 'yes') {
    const isRefused = exchange.reached === 'no' ? ({ isRefused: true } as const) : {};
    return { ...silent(exchange.cause), ...isRefused, kind: 'silent', tokenRefused: false };
  }
  const answer = readAnswer(exchange.status, exchange.body);
  const verdict = judge(answer);
  const retryAfterMs = verdict.kind === 'silent' ? readRetryAfterMs(exchange.retryAfter) : undefined;
  const isRefused = verdict.kind === 'silent' && isRefusal(answer) ? ({ isRefused: true } as const) : {};
  return { kind: verdict.kind, verdict, tokenRefused: isUnauthorized(answer), retryAfterMs, ...isRefused };
}

function toStatusAnswer({ verdict, retryAfterMs, isRefused }: JudgedAnswer): StatusAnswer {
  return { verdict, ...(retryAfterMs !== undefined && { retryAfterMs }), ...(isRefused && { isRefused }) };
}

function silentWithoutLogin(login: Exclude<LoginOrExpired, { kind: 'token' }>): StatusAnswer {
  if (login.kind === 'expired') return silent('login: no answer in time');
  return silent(login.kind === 'refused' ? login.message : login.cause);
}

function silent(cause: string): StatusAnswer {
  return { verdict: { kind: 'silent', cause } };
}

/** Milliseconds; a provider may not put us off for longer. */
const LONGEST_RETRY_MS = 10 * 60_000;

/** Reads `Retry-After`: seconds or a date (RFC 9110 §10.2.3). */
function readRetryAfterMs(header = ''): number | undefined {
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return wait >= 0 ? Math.min(wait, LONGEST_RETRY_MS) : undefined;
}
