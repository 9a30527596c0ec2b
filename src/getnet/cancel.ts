import type { CancelOutcome } from '../domain/cancel.js';
import { buildCancelCustomId } from '../domain/ids.js';
import type { Accepted } from '../domain/transaction.js';
import { call } from './call.js';
import type { CallContext } from './call.js';
import { buildTerminalIds } from './command.js';
import type { CommandSettings } from './command.js';
import { getCountryPack } from './countries/countries.js';
import type { Deadline } from './deadline.js';
import type { Exchange } from './exchange.js';
import type { Account } from './login.js';
import { judgeCancelReply } from './mapping/cancel-outcome.js';
import { REFUSAL_WITHIN_MS } from './mapping/late-refusal.js';
import { isUnauthorized, mayBeUnauthorized } from './mapping/server-error.js';
import type { Tokens } from './tokens.js';
import { readAnswer } from './wire/answer.js';
import type { WireCancel } from './wire/command.js';
import { withToken } from './with-token.js';
import type { LoginOrExpired } from './with-token.js';

/** A cancel request as it goes over the wire. */
export interface WireCancelRequest {
  readonly path: string;
  readonly body: WireCancel;
}

/** `POST cancelsale` (contract §4.6). @returns undefined where no command is known that stops this transaction. */
export function buildCancel(
  { terminal, type, customId }: Accepted,
  settings: CommandSettings,
): WireCancelRequest | undefined {
  const { cancelCommand } = getCountryPack(terminal.country);
  if (!cancelCommand?.stops.includes(type)) return undefined;
  const { path, functionCode: command } = cancelCommand;
  return {
    path,
    body: { ...buildTerminalIds(terminal, settings), command, customId: buildCancelCustomId(customId) },
  };
}

/** One cancel request on its way. */
export interface CancelSending {
  /** Undefined where no command is known that stops the transaction. */
  readonly request: WireCancelRequest | undefined;
  readonly account: Account;
  /** To leave; the answer has the account's time-out from then on. */
  readonly deadline: Deadline;
  /** Asked last, before each request is written. */
  readonly mayStillSend: () => Promise<boolean>;
}

/** Sends a cancel request once; again only where its token was quickly refused, which proves that it was not carried out. */
export async function sendCancel(
  context: CallContext,
  tokens: Tokens,
  { request, ...sending }: CancelSending,
): Promise<CancelOutcome> {
  if (request === undefined)
    return { kind: 'not_sent', cause: 'no command is known that stops this transaction' };
  const sent = await withToken(tokens, sending, {
    make: (token) => post(context, { ...sending, request }, token),
    isTokenRefused: ({ isTokenRefused }) => isTokenRefused,
    isTokenDoubted: ({ isTokenDoubted }) => isTokenDoubted,
  });
  return sent.kind === 'answered' ? sent.answer.outcome : { kind: 'not_sent', cause: describeNoLogin(sent) };
}

type ReadySending = CancelSending & { readonly request: WireCancelRequest };

interface Reply {
  readonly kind: CancelOutcome['kind'];
  readonly outcome: CancelOutcome;
  readonly isTokenRefused: boolean;
  readonly isTokenDoubted: boolean;
}

function post(
  context: CallContext,
  { request, account, deadline, mayStillSend }: ReadySending,
  token: string,
): Promise<Reply> {
  const { merchant, country, timeoutMs } = account;
  const { path, body: json } = request;
  const { customId } = json;
  const limits = { timeoutMs, deadline, mayStillSend };
  const outgoing = { merchant, country, customId, path, token, json, via: 'sendOnce', limits } as const;
  return call(context, outgoing, judgeExchange);
}

function judgeExchange(exchange: Exchange): Reply {
  if (exchange.reached !== 'yes') {
    const kind = exchange.reached === 'no' ? 'not_sent' : 'unknown';
    return { kind, outcome: { kind, cause: exchange.cause }, isTokenRefused: false, isTokenDoubted: false };
  }
  const answer = readAnswer(exchange.status, exchange.body);
  const outcome = judgeCancelReply(answer);
  const isTokenRefused = isUnauthorized(answer) && exchange.afterMs <= REFUSAL_WITHIN_MS;
  const isTokenDoubted = mayBeUnauthorized(answer);
  return { kind: outcome.kind, outcome, isTokenRefused, isTokenDoubted };
}

function describeNoLogin(login: Exclude<LoginOrExpired, { kind: 'token' }>): string {
  if (login.kind === 'expired') return 'login: no answer in time';
  return login.kind === 'refused' ? login.message : login.cause;
}
