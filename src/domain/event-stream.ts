import { isHeldOpen, needsConfirmation } from './confirmation.js';
import type { Snapshot } from './snapshot.js';
import { deriveReversalStatus } from './reversal.js';
import { isFinal } from './status.js';

/**
 * Until when the event stream of a transaction stays open, if no further state comes. What happens to a sale later, such as its
 * void, is another transaction.
 *
 * @returns Infinity while it cannot be said.
 */
export function computeStreamEndMs(snapshot: Snapshot): number {
  const { status } = snapshot;
  if (status === 'not_sent') return computeNotSentEndMs(snapshot);
  if (status === 'approved') return isSettled(snapshot) ? 0 : Infinity;
  return isFinal(status) ? 0 : Infinity;
}

/** Nothing more is to be decided about an approved sale: it need not be confirmed, or was, or is undone. */
function isSettled(snapshot: Snapshot): boolean {
  const status = deriveReversalStatus(snapshot);
  return status === 'reversed' || (!needsConfirmation(snapshot) && !isHeldOpen(snapshot));
}

/** Its key may try again until then; never, where it was cancelled. */
function computeNotSentEndMs({ outcome, retryUntil }: Snapshot): number {
  if (outcome.reason === 'cancelled') return 0;
  return retryUntil === undefined ? Infinity : Date.parse(retryUntil);
}
