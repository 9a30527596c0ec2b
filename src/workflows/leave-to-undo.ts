import { TemporalFailure } from '@temporalio/workflow';
import { isUndo } from '../domain/transaction-type.js';
import type { UndoClaim, UndoneSale, UndoState } from '../domain/undo.js';
import { neverSentAfterAll } from './acquire-terminal.js';
import { undoing } from './promises.js';
import type { TransactionStory } from './transaction.story.js';
import type { UndoGrant } from './undos.messages.js';

/**
 * A void or return is sent only with leave of the one place that remembers every undo of its sale; without it the story ends
 * *not sent*. Other commands need no leave.
 */
export async function askLeaveToUndo(story: TransactionStory): Promise<void> {
  const undo = undoOf(story);
  if (undo === undefined) return;
  story.say(`Asking whether ${undo.sale.name} may still be undone.`);
  const grant = await leaveFor(undo, story);
  story.mayBeGranted = grant.kind !== 'refused';
  if (grant.kind === 'granted' && !story.cancelRequested) return;
  await neverSentAfterAll(story, grant.kind === 'granted' ? { reason: 'cancelled' } : grant);
}

/** It is too late to send, and the leave may still have been given. */
const unanswered = {
  kind: 'unanswered',
  reason: 'dispatch-expired',
  detail: 'nobody said in time whether the sale may be undone',
} as const;
type Unanswered = typeof unanswered;

async function leaveFor(
  { sale, claim }: UndoOfASale,
  { accepted }: TransactionStory,
): Promise<UndoGrant | Unanswered> {
  const within = accepted.dispatchBy - Date.now();
  if (within <= 0) return unanswered;
  try {
    return await undoing(within).requestUndo({ sale, claim });
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return unanswered;
  }
}

/** How long the end of an undo may be on its way to those who remember, in milliseconds: then its own run has to tell. */
const TELL_WITHIN = 60_000;

/** Tells how the undo ended, before the terminal is free for the next. */
export async function reportUndo(story: TransactionStory): Promise<void> {
  const undo = undoOf(story);
  if (undo === undefined || !(story.mayBeGranted || story.repeatsAnEarlierRun)) return;
  const ending = { customId: undo.claim.customId, state: stateOf(story) };
  try {
    await undoing(TELL_WITHIN).reportUndo({ sale: undo.sale, ending });
  } catch (failure) {
    // Whoever asks next reads this very run.
    if (!(failure instanceof TemporalFailure)) throw failure;
    story.learn({ source: 'dispatch', says: 'the end of this undo could not be told; its own run tells it' });
  }
}

function stateOf({ snapshot }: TransactionStory): UndoState {
  return snapshot.status === 'approved' ? 'done' : 'failed';
}

interface UndoOfASale {
  readonly sale: UndoneSale;
  readonly claim: UndoClaim;
}

function undoOf({ accepted }: TransactionStory): UndoOfASale | undefined {
  const { undoes: sale, type, transactionId, customId, terminal, amount } = accepted;
  if (sale === undefined || !isUndo(type)) return undefined;
  return { sale, claim: { transactionId, customId, type, terminalId: terminal.id, amount } };
}
