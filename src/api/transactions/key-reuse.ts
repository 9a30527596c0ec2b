import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import { buildTransactionPath } from '../../rendering/render-transaction.js';
import { Problem, problem } from '../problems/problem.js';
import type { FaultyRequest, KeyedRequest } from './start-request.js';

/** A transaction as it stands, whose key came with another body. */
export interface FirstUse {
  readonly snapshot: Snapshot;
  /** Of one that Temporal has forgotten: the ledger knows of late news. */
  readonly hasLateCharge?: boolean;
}

/** The key of a request belongs to a transaction that was started with another body. */
export class KeyReused extends Error {
  constructor(readonly first: FirstUse) {
    super(`the key belongs to ${first.snapshot.accepted.transactionId}`);
    this.name = 'KeyReused';
  }
}

/** @throws KeyReused where the transaction was started with another body. */
export function requireSameRequest(
  first: FirstUse,
  { requestHash }: Pick<KeyedRequest, 'requestHash'>,
): void {
  if (first.snapshot.accepted.requestHash !== requestHash) throw new KeyReused(first);
}

/**
 * A till that repeats a payment with a changed body, after a deploy for one, would pay twice if it took a new key.
 *
 * @param isUncharged whether it is proven that the transaction of the key charged nobody.
 */
export function refuseReusedKey({ transactionId }: Accepted, isUncharged: boolean): Problem {
  const what = `This Idempotency-Key belongs to ${transactionId}, which was started with another body`;
  if (isUncharged) {
    const detail = `${what} and moved no money. Nothing was started for this request. A new payment takes a new key.`;
    return problem('idempotency-key-reused', detail, {
      transactionId,
      moneyMoved: 'no',
      retry: 'new_key',
    });
  }
  const detail =
    `${what} and may have moved money. Nothing was started for this request. If it is meant to pay the same thing, do not send ` +
    `it with a new key: GET ${buildTransactionPath(transactionId)} shows the outcome. Only another payment takes a new key.`;
  return problem('idempotency-key-reused', detail, { transactionId });
}

/** Temporal does not answer. The problem still lists the faults, but does not claim that the key is unused. */
export function keyUseUnknownProblem({ fault }: FaultyRequest): Problem {
  const detail = `${fault.body.detail} It is not known now whether its key was used before: the store of all transactions does not answer.`;
  return new Problem({ ...fault.body, detail, moneyMoved: 'unknown' });
}

/** The transaction was not sent, and its body, which was accepted before, cannot open the next attempt. */
export function faultyRetryProblem({ fault, transactionId }: FaultyRequest): Problem {
  const detail = `${transactionId} was accepted with this body and was not sent. By the current rules the body has faults: correct it and use a new key.`;
  const retry = fault.body.retry === 'same_key' ? 'new_key' : fault.body.retry;
  return new Problem({ ...fault.body, detail, retry, transactionId });
}
