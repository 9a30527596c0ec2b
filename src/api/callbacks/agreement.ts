import type { Snapshot } from '../../domain/snapshot.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';

/**
 * Whether a callback says nothing new about a transaction that no longer runs. One that claims nothing agrees with a proven
 * outcome; with anything less than proven no callback agrees.
 */
export function agrees({ status }: Snapshot, claims: CallbackHint['claims']): boolean {
  if (status !== 'approved' && status !== 'declined') return false;
  return claims === 'nothing' || claims === status;
}
