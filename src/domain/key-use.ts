import { CLOCK_SKEW_MS } from './clock-skew.js';
import type { Accepted } from './transaction.js';

/**
 * What names one use of a key. A key that is used again after everything about its run was forgotten starts another transaction, which has
 * the id of the first one. What is kept beside the run may outlive it: by the first acceptance it is known which of the two it is of.
 */
export type KeyUse = Pick<Accepted, 'transactionId' | 'acceptanceId' | 'firstAcceptance'>;

/** @returns the random id of the request that first used the key; undefined where nobody asked with a key. */
export function findFirstRequest({
  acceptanceId,
  firstAcceptance,
}: Omit<KeyUse, 'transactionId'>): string | undefined {
  return firstAcceptance === undefined ? acceptanceId : firstAcceptance.acceptanceId;
}

/** So many of its letters tell two uses of one key apart. */
const LETTERS_OF_REQUEST = 8;

/** A name of the transaction that no other use of its key shares. */
export function nameUse(use: KeyUse): string {
  const request = findFirstRequest(use);
  const { transactionId } = use;
  return request === undefined ? transactionId : `${transactionId}/${request.slice(0, LETTERS_OF_REQUEST)}`;
}

/** Whether two acceptances with one key are of the same use of it. */
export function isSameUse(one: Omit<KeyUse, 'transactionId'>, other: Omit<KeyUse, 'transactionId'>): boolean {
  return findFirstRequest(one) === findFirstRequest(other);
}

/** Whether something was found before the key was used for this transaction. @param foundAt ISO 8601. */
export function isOfEarlierUse(
  foundAt: string,
  accepted: Pick<Accepted, 'createdAt' | 'firstAcceptance'>,
): boolean {
  const { createdAt } = accepted.firstAcceptance ?? accepted;
  return Date.parse(foundAt) < Date.parse(createdAt) - CLOCK_SKEW_MS;
}
