import type { Snapshot } from '../../domain/snapshot.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';

/**
 * Whether a callback says nothing new about a transaction that no longer runs. One that claims nothing agrees with a proven
 * outcome; with anything less than proven no callback agrees. Getnet calls what moves no money approved when it is completed.
 */
export function agrees({ status }: Snapshot, claims: CallbackHint['claims']): boolean {
  if (status !== 'approved' && status !== 'declined' && status !== 'completed') return false;
  return claims === 'nothing' || claims === (status === 'completed' ? 'approved' : status);
}
