import type { ProvenNumber } from '../domain/own-numbers.js';
import type { Attempt } from './attempt.js';
import type { TransactionState } from './transaction-state.js';

/**
 * The cloud learns of an end a little later than its callback comes: an answer that contradicts a callback in hand may be what it
 * said before. The outcome is told, and the callback is verified beside it, as it is where it comes a moment later.
 */
export function verifyClaimsAgainst(
  state: TransactionState,
  attempt: Attempt,
  { number, proven: { proof } }: ProvenNumber,
): void {
  state.contradictions.push(...attempt.listHintsAgainst(number ?? proof.idPosTxs, proof.kind));
}
