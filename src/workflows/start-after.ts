import type { TransactionId } from '../domain/ids.js';
import * as record from '../domain/record.js';
import type { Attempt } from './attempt.js';
import type { TransactionState } from './transaction-state.js';

/**
 * An attempt was given the terminal, which others may have had since its acceptance.
 *
 * @param previous the last of them, as the lease tells
 */
export function startAfter(
  state: TransactionState,
  attempt: Attempt,
  previous: TransactionId | undefined,
): void {
  if (previous === undefined) return;
  attempt.accepted = { ...attempt.accepted, previous };
  state.snapshot = record.startAfter(state.snapshot, attempt.accepted);
}
