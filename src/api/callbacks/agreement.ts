import type { Snapshot } from '../../domain/snapshot.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';

/**
 * Whether a callback says nothing new about a transaction that no longer runs. One that claims nothing, or a notice on the way,
 * agrees with a proven outcome; with anything less than proven no callback agrees. Getnet calls what moves no money approved when it is completed.
 */
export function agrees({ status }: Snapshot, claims: CallbackHint['claims']): boolean {
  if (status !== 'approved' && status !== 'declined' && status !== 'completed') return false;
  if (claims === 'nothing' || claims === 'in_process') return true;
  return claims === (status === 'completed' ? 'approved' : status);
}
