import { patched } from '@temporalio/workflow';
import type { ProvenNumber } from '../domain/own-numbers.js';
import type { Attempt } from './attempt.js';
import type { TransactionState } from './transaction-state.js';

/** Runs of before kept such a callback only where it came after the proof. */
const KEEPS_EARLIER_CONTRADICTIONS = 'keeps-earlier-contradictions';

/**
 * The cloud learns of an end a little later than its callback comes: an answer that contradicts a callback in hand may be what it
 * said before. The outcome is told, and the callback is verified beside it, as it is where it comes a moment later.
 */
export function verifyClaimsAgainst(
  state: TransactionState,
  attempt: Attempt,
  { number, proven: { proof } }: ProvenNumber,
): void {
  const hints = attempt.listHintsAgainst(number ?? proof.idPosTxs, proof.kind);
  if (hints.length > 0 && patched(KEEPS_EARLIER_CONTRADICTIONS)) state.contradictions.push(...hints);
}
