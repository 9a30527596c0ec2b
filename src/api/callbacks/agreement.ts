import type { Snapshot } from '../../domain/snapshot.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';

/**
 * Whether a callback says nothing new about a transaction that no longer runs. One that claims nothing, or a notice on the way,
 * agrees with a proven outcome; with anything less than proven no callback agrees, and none that names another number. Getnet
 * calls what moves no money approved when it is completed.
 */
export function agrees(closed: Snapshot, hint: CallbackHint): boolean {
  const { status } = closed;
  const { claims } = hint;
  if (status !== 'approved' && status !== 'declined' && status !== 'completed') return false;
  if (namesAnotherNumber(closed, hint)) return false;
  if (claims === 'nothing' || claims === 'in_process') return true;
  return claims === (status === 'completed' ? 'approved' : status);
}

/** Whether it speaks of another command at Getnet than the one whose outcome is proven: that may have charged as well. */
export function namesAnotherNumber({ idPosTxs }: Pick<Snapshot, 'idPosTxs'>, hint: CallbackHint): boolean {
  return hint.idPosTxs !== undefined && idPosTxs !== undefined && hint.idPosTxs !== idPosTxs;
}
