import type { LateFinding } from './late-result.js';
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

/** When a use of a key began. */
export type UseBegin = Pick<Accepted, 'createdAt' | 'firstAcceptance'>;

/**
 * The clock that dated an acceptance may be hours ahead. So what was found within a day before it counts as of this use, although it may
 * be the last that was found of an earlier one.
 */
const CERTAINLY_EARLIER_MS = 86_400_000;

/** Whether something was before the key was used for this transaction. @param at ISO 8601. */
export function isBeforeUse(at: string, begin: UseBegin): boolean {
  const { createdAt } = begin.firstAcceptance ?? begin;
  return Date.parse(at) < Date.parse(createdAt) - CERTAINLY_EARLIER_MS;
}

/** Late news as far as they are dated. */
export type DatedNews = Pick<LateFinding, 'foundAt' | 'decision' | 'proposal'>;

/**
 * Whether late news are of an earlier use of the key, by the latest that happened to them: a person may decide about news that nobody
 * verified. News without any date may be of this use.
 */
export function isOfEarlierUse({ foundAt, decision, proposal }: DatedNews, begin: UseBegin): boolean {
  const dates = [Date.parse(foundAt), Date.parse(decision?.at ?? foundAt), proposal?.at ?? 0];
  const latestMs = Math.max(...dates);
  return latestMs > 0 && isBeforeUse(new Date(latestMs).toISOString(), begin);
}
