import type { DispatchOutcome } from '../domain/dispatch.js';
import { computeAnswerTimeoutMs } from '../domain/policy.js';
import type { Policy } from '../domain/policy.js';
import type { Accepted } from '../domain/transaction.js';
import { call } from './call.js';
import type { CallContext } from './call.js';
import type { WireCommand } from './command.js';
import type { Deadline } from './deadline.js';
import type { Account } from './login.js';
import { judgeReply } from './mapping/dispatch-outcome.js';
import { REFUSAL_WITHIN_MS, doubtLateRefusal } from './mapping/late-refusal.js';
import { mayBeUnauthorized } from './mapping/server-error.js';
import type { Tokens } from './tokens.js';
import type { Exchange } from './exchange.js';
import { readAnswer } from './wire/answer.js';
import type { WireAnswer } from './wire/answer.js';
import { withToken } from './with-token.js';
import type { LoginOrExpired } from './with-token.js';

/** How HTTP 521, 522, 523, 525 and 526 are read: a CDN's own words for an origin it did not reach. */
export type CdnErrorMeaning = 'unknown' | 'not_sent';

/** One command on its way, with all it needs. */
export interface CommandRequest {
  readonly accepted: Accepted;
  readonly policy: Policy;
  readonly command: Extract<WireCommand, { kind: 'ready' }>;
  readonly account: Account;
  readonly deadline: Deadline;
  /** Asked last, before each request of the command is written. */
  readonly mayStillSend?: () => Promise<boolean>;
  /** Asked instead where a refused token would have the command written again: unless it says yes, the refusal stands. */
  readonly mayRepeat?: () => Promise<boolean>;
  readonly cdnErrorsMean: CdnErrorMeaning;
}

/**
 * Logs in, sends the command once and reads the reply. Only a reply that quickly refuses the token is followed by another
 * request, with a fresh token and before the same deadline: the one before was refused, not carried out (contract §2), and
 * has not been called back about.
 */
export async function sendCommand(
  context: CallContext,
  tokens: Tokens,
  request: CommandRequest,
): Promise<DispatchOutcome> {
  const { mayStillSend, mayRepeat = mayStillSend } = request;
  let refused: Reply | undefined;
  const make = async (token: string): Promise<Reply> => {
    if (refused === undefined) return (refused = await post(context, request, token));
    const reply = await post(context, { ...request, mayStillSend: mayRepeat }, token);
    if (reply.kind === 'withheld') return { ...refused, isFinal: true };
    return (refused = reply);
  };
  const isTokenRefused = ({ outcome, afterMs, isFinal = false }: Reply) =>
    outcome.kind === 'refused' &&
    outcome.reason === 'unauthorized' &&
    afterMs <= REFUSAL_WITHIN_MS &&
    !isFinal;
  const sent = await withToken(tokens, request, {
    make,
    isTokenRefused,
    isTokenDoubted: ({ isTokenDoubted }) => isTokenDoubted,
  });
  return sent.kind === 'answered' ? sent.answer.outcome : refuseWithoutLogin(sent);
}

/** How the command's reply was read, and how long it took. */
interface Reply {
  readonly kind: DispatchOutcome['kind'];
  readonly outcome: DispatchOutcome;
  readonly afterMs: number;
  /** Its token may have been refused, whatever became of the command. */
  readonly isTokenDoubted: boolean;
  /** Nothing may follow it. */
  readonly isFinal?: boolean;
}

function post(context: CallContext, request: CommandRequest, token: string): Promise<Reply> {
  const { accepted, policy, command, account, deadline, mayStillSend } = request;
  const { merchant, country } = account;
  const { customId } = accepted;
  const { path, body: json } = command;
  const limits = { timeoutMs: computeAnswerTimeoutMs(policy), deadline, mayStillSend };
  const outgoing = { merchant, country, customId, path, token, json, via: 'sendOnce', limits } as const;
  return call(context, outgoing, (exchange) => {
    if (exchange.reached !== 'yes') {
      const outcome = judgeUnanswered(exchange);
      return { kind: outcome.kind, outcome, afterMs: 0, isTokenDoubted: false };
    }
    const answer = readAnswer(exchange.status, exchange.body);
    const outcome = judgeAnswered(answer, exchange.afterMs, request);
    const isTokenDoubted = mayBeUnauthorized(answer);
    return { kind: outcome.kind, outcome, afterMs: exchange.afterMs, isTokenDoubted };
  });
}

function judgeAnswered(
  answer: WireAnswer,
  afterMs: number,
  { command, policy, cdnErrorsMean }: CommandRequest,
): DispatchOutcome {
  const sent = { ...command.facts, offlineMeans: policy.offlineMeans, cdnErrorsMean };
  const { mode } = policy;
  const outcome = doubtLateRefusal(doubtLateError(judgeReply(answer, sent), afterMs, mode), afterMs);
  return mode === 'async' ? doubtEarlyResult(outcome) : outcome;
}

/** In async mode a CDN takes some 20 s to find that it cannot connect, and 90 s to give up an answer. */
const ERROR_WITHIN_MS = 30_000;

/** A CDN's word that Getnet was not reached holds early only: 522 also means that it was, and said nothing more. */
function doubtLateError(outcome: DispatchOutcome, afterMs: number, mode: Policy['mode']): DispatchOutcome {
  const within = mode === 'sync' ? REFUSAL_WITHIN_MS : ERROR_WITHIN_MS;
  if (outcome.kind !== 'unreachable' || afterMs <= within) return outcome;
  return { kind: 'unknown', cause: `${outcome.cause}, but only after ${(afterMs / 1_000).toFixed(1)} s` };
}

/**
 * In async mode nothing in the reply is the end: it may be an acknowledgement with a code of its own (contract §0.4). Its number
 * is asked about; without one the callback that was promised names it.
 */
function doubtEarlyResult(outcome: DispatchOutcome): DispatchOutcome {
  if (outcome.kind !== 'finished') return outcome;
  const { idPosTxs } = outcome.proof;
  return { kind: 'unknown', cause: 'a result instead of the acknowledgement', ...(idPosTxs && { idPosTxs }) };
}

function judgeUnanswered(exchange: Exclude<Exchange, { reached: 'yes' }>): DispatchOutcome {
  if (exchange.reached === 'maybe') return { kind: 'unknown', cause: exchange.cause };
  const { stopped = 'unreachable', cause } = exchange;
  return stopped === 'expired' ? { kind: 'expired' } : { kind: stopped, cause };
}

/** No token, no command: provably nothing was sent. */
function refuseWithoutLogin(login: Exclude<LoginOrExpired, { kind: 'token' }>): DispatchOutcome {
  switch (login.kind) {
    case 'refused':
      return { kind: 'refused', reason: login.reason, message: login.message };
    case 'unreachable':
    case 'unclear':
      return { kind: 'unreachable', cause: login.cause };
    case 'expired':
      return { kind: 'expired' };
  }
}
