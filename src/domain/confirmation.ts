import type { ConfirmationState, Snapshot } from './snapshot.js';
import { isSale } from './transaction-type.js';

/**
 * Whether the sale was approved and has to be confirmed, which nobody has decided yet. A sale that a person settles as approved stands
 * by that word: the service has no number to give it back by, and the till may be long gone.
 */
export function needsConfirmation({ accepted, status, confirmation, outcome }: Snapshot): boolean {
  const { confirmWithinMs, type } = accepted;
  if (outcome.evidence === 'operator') return false;
  if (status !== 'approved' || confirmWithinMs === undefined || !isSale(type)) return false;
  return confirmation === undefined || confirmation.state === 'open';
}

/** A sale that was not confirmed is undone. */
export function mustBeReversed({ confirmation, reversal }: Snapshot): boolean {
  const isUnwanted = confirmation?.state === 'expired' || confirmation?.state === 'given_up';
  return isUnwanted && (reversal === undefined || reversal.state === 'open');
}

/** The time to confirm runs from the approval: before it there is nothing to confirm. */
export function openConfirmation(record: Snapshot, nowMs: number): Snapshot {
  const { confirmWithinMs = 0 } = record.accepted;
  const confirmBy = new Date(nowMs + confirmWithinMs).toISOString();
  return record.confirmation ? record : { ...record, confirmation: { state: 'open', confirmBy } };
}

/** Whoever decides first wins: a decided confirmation stays as it is. */
export function decideConfirmation(
  record: Snapshot,
  state: Exclude<ConfirmationState, 'open'>,
  decidedAt: string,
): Snapshot {
  if (record.confirmation?.state !== 'open') return record;
  return { ...record, confirmation: { ...record.confirmation, state, decidedAt } };
}

/** Whether the run stays open although its outcome is proven: for its confirmation, or for its reversal. */
export function isHeldOpen(snapshot: Snapshot): boolean {
  return snapshot.confirmation?.state === 'open' || mustBeReversed(snapshot) || isReversalFailed(snapshot);
}

function isReversalFailed({ reversal }: Snapshot): boolean {
  return reversal?.state === 'failed';
}
