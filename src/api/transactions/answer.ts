import { isFinal } from '../../domain/status.js';
import { withHeaders } from '../problems/problem.js';
import type { Headers } from '../problems/problem.js';
import { notSentProblem } from './not-sent-problem.js';
import { LONGEST_WAIT } from './prefer.js';
import type { Wait } from './prefer.js';
import { render, transactionPath } from './render.js';
import type { RenderedTransaction } from './render.js';
import type { NetStarted } from './net-transactions.service.js';

/** An answer that is no error. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: RenderedTransaction;
}

/**
 * @param lifecycleLimit milliseconds.
 * @throws Problem for a transaction that was never sent: its caller is waiting to hear so.
 */
export function startAnswer(
  { snapshot, net, replayed }: NetStarted,
  wait: Wait,
  lifecycleLimit: number,
): Answer {
  const headers = {
    location: transactionPath(snapshot.accepted.transactionId),
    ...(replayed && { 'idempotency-replayed': 'true' }),
    ...preferenceApplied(wait),
  };
  if (snapshot.status === 'not_sent') throw withHeaders(notSentProblem(snapshot, lifecycleLimit), headers);
  // By the run's own end: a sale that is being reversed is final all the same.
  return { status: isFinal(snapshot.status) ? 200 : 202, headers, body: render(net) };
}

/** Said where less was granted than asked for (RFC 7240 §3). */
export function preferenceApplied({ cut }: Wait): Headers {
  return cut ? { 'preference-applied': `wait=${LONGEST_WAIT}` } : {};
}
