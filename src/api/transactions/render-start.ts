import { isFinal } from '../../domain/status.js';
import { withHeaders } from '../problems/problem.js';
import type { Headers } from '../problems/problem.js';
import { render, buildTransactionPath } from '../../rendering/render-transaction.js';
import type { RenderedTransaction } from '../../rendering/render-transaction.js';
import { doubtedProblem, notSentProblem } from './not-sent-problem.js';
import { MAX_WAIT_SECONDS } from '../http/prefer.js';
import type { Wait } from '../http/prefer.js';
import type { NetStarted } from './net-transactions.service.js';

/** An answer that is no error. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: RenderedTransaction;
}

/** @throws Problem for a transaction that was never sent: its caller is waiting to hear so. */
export function renderStart(
  { snapshot, net, replayed, isInDoubt }: NetStarted,
  wait: Wait,
  lifecycleLimitMs: number,
): HttpAnswer {
  const headers = {
    location: buildTransactionPath(snapshot.accepted.transactionId),
    ...(replayed && { 'idempotency-replayed': 'true' }),
    ...buildPreferenceHeader(wait),
  };
  if (snapshot.status === 'not_sent') {
    const refusal = isInDoubt ? doubtedProblem(snapshot) : notSentProblem(snapshot, lifecycleLimitMs);
    throw withHeaders(refusal, headers);
  }
  // By the run's own end: a sale that is being reversed is final all the same.
  return { status: isFinal(snapshot.status) ? 200 : 202, headers, body: render(net) };
}

/** Said where less was granted than asked for (RFC 7240 §3). */
export function buildPreferenceHeader({ cut }: Wait): Headers {
  return cut ? { 'preference-applied': `wait=${MAX_WAIT_SECONDS}` } : {};
}
