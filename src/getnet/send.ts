import type { DispatchOutcome } from '../domain/dispatch.js';
import { answerWithin } from '../domain/policy.js';
import type { Policy } from '../domain/policy.js';
import type { Accepted } from '../domain/transaction.js';
import { call } from './call.js';
import type { Line } from './call.js';
import type { WireCommand } from './command.js';
import type { Deadline } from './deadline.js';
import type { Account } from './login.js';
import { dispatchOutcomeOf } from './mapping/dispatch-outcome.js';
import { inTime } from './session.js';
import type { LoginInTime } from './session.js';
import type { Tokens } from './token.js';
import type { Exchange } from './transport.js';
import { readAnswer } from './wire/answer.js';

/** How HTTP 521, 522, 523, 525 and 526 are read: a CDN's own words for an origin it did not reach. */
export type CdnErrorsMean = 'unknown' | 'not_sent';

/** One command on its way, with all it needs. */
export interface Sending {
  readonly accepted: Accepted;
  readonly policy: Policy;
  readonly command: Extract<WireCommand, { kind: 'ready' }>;
  readonly account: Account;
  readonly deadline: Deadline;
  /** Asked last, before each request of the command is written. */
  readonly mayStillSend?: () => Promise<boolean>;
  readonly cdnErrorsMean: CdnErrorsMean;
}

/**
 * Logs in, sends the command once and reads the reply. Only a reply that refuses the token is followed by a second
 * request, after one fresh login and before the same deadline: the first was refused, not carried out (contract §2).
 */
export async function sendCommand(line: Line, tokens: Tokens, sending: Sending): Promise<DispatchOutcome> {
  const { account, deadline } = sending;
  const first = await inTime(tokens.current(account), deadline);
  if (first.kind !== 'token') return notLoggedIn(first);
  const outcome = await post(line, sending, first.token);
  if (outcome.kind !== 'refused' || outcome.reason !== 'unauthorized') return outcome;
  const second = await inTime(tokens.fresh(account, first.token), deadline);
  return second.kind === 'token' ? post(line, sending, second.token) : notLoggedIn(second);
}

function post(
  line: Line,
  { accepted, policy, command, account, deadline, mayStillSend, cdnErrorsMean }: Sending,
  token: string,
): Promise<DispatchOutcome> {
  const { merchant, country } = account;
  const { path, body: json, facts } = command;
  const limits = { answerWithin: answerWithin(policy), deadline, mayStillSend };
  const sent = { ...facts, offlineMeans: policy.offlineMeans, cdnErrorsMean };
  const request = {
    merchant,
    country,
    customId: accepted.customId,
    path,
    token,
    json,
    way: 'once',
    limits,
  } as const;
  return call(line, request, (exchange) => {
    if (exchange.reached !== 'yes') return unanswered(exchange);
    const outcome = dispatchOutcomeOf(readAnswer(exchange.status, exchange.body), sent);
    return policy.mode === 'async' ? notFinishedYet(outcome) : outcome;
  });
}

/** An acknowledgement that looks like a result is asked about before it counts: a callback was promised instead. */
function notFinishedYet(outcome: DispatchOutcome): DispatchOutcome {
  if (outcome.kind !== 'finished' || outcome.proof.idPosTxs === undefined) return outcome;
  const { idPosTxs } = outcome.proof;
  return { kind: 'unknown', cause: 'a result instead of the acknowledgement', idPosTxs };
}

function unanswered(exchange: Exclude<Exchange, { reached: 'yes' }>): DispatchOutcome {
  if (exchange.reached === 'maybe') return { kind: 'unknown', cause: exchange.cause };
  const { stopped = 'unreachable', cause } = exchange;
  return stopped === 'expired' ? { kind: 'expired' } : { kind: stopped, cause };
}

/** No token, no command: provably nothing was sent. */
function notLoggedIn(login: Exclude<LoginInTime, { kind: 'token' }>): DispatchOutcome {
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
