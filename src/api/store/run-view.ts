import { isHeldOpen } from '../../domain/confirmation.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';

/** A transaction as a process that watches it knows it. */
export interface RunView {
  readonly snapshot: Snapshot;
  /** Its run has ended with an outcome: nothing more comes from it. */
  readonly isClosed: boolean;
  /**
   * Its run ended without an outcome, and what goes on is another run: its states are numbered anew, so that a number of before
   * says nothing.
   */
  readonly isRenumbered: boolean;
}

/** Whether two views show the same to whoever reads states. */
export function isSameView(one: RunView | undefined, other: RunView): boolean {
  return one !== undefined && fingerprint(one) === fingerprint(other);
}

function fingerprint({ snapshot, isClosed, isRenumbered }: RunView): string {
  const { states, status, reversal, confirmation, retryUntil, outcome } = snapshot;
  const lasting = { status, reversal, confirmation: confirmation?.state, retryUntil, reason: outcome.reason };
  return JSON.stringify({ states, isClosed, isRenumbered, ...lasting });
}

/** How long a proven outcome waits at most for the last step of its run. */
export const LAST_STEP_MS = 1_000;

/**
 * Whether a run has a last step to do before its outcome is told: to give its terminal back, so that whoever hears the outcome may
 * send the next command at once, or to open the time for its confirmation.
 */
export function hasLastStep({ snapshot, isClosed }: RunView): boolean {
  const { status } = snapshot;
  return !isClosed && isFinal(status) && status !== 'not_sent' && !isHeldOpen(snapshot);
}
