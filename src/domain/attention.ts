import { findLateAction, hasOthers } from './late-result.js';
import type { Late } from './late-result.js';
import type { Snapshot } from './snapshot.js';
import { isUndo } from './transaction-type.js';

/** Why something waits for a person. Wire format: never renamed. */
export const attentionReasons = [
  'unknown_outcome',
  'terminated',
  'late_result',
  'reversal_failed',
  'reversal_unknown',
  'quarantined',
  'difference',
  'webhook_dead',
  'lease_ended_by_hand',
] as const;

export type AttentionReason = (typeof attentionReasons)[number];

/** What a person is told about a reason. */
export interface AttentionText {
  readonly meaning: string;
  readonly nextStep: string;
}

/** One text for each reason; docs/runbook.md has a section for each. */
export const attentionTexts: Readonly<Record<AttentionReason, AttentionText>> = {
  unknown_outcome: {
    meaning: 'Getnet gave no final answer about the command within the budget.',
    nextStep:
      'Compare the receipts of the terminal and Getnet’s portal with the amount and the time, then settle the transaction. Once the ' +
      'terminal is free, a report of it helps: details, in Argentina also last_voucher. A line that fits shows as a proposal; name the report as evidence.',
  },
  terminated: {
    meaning: 'Somebody ended the run of the transaction, and its recovery has not found the outcome.',
    nextStep:
      'Compare the receipts of the terminal and Getnet’s portal with the amount and the time, then settle the transaction. If its recovery has not begun, first repeat the request with the same key.',
  },
  late_result: {
    meaning: 'News that came after the transaction had ended does not agree with its outcome.',
    nextStep:
      'Read the finding. Then decide: keep it, or let the service give back a charge that the shop does not know about.',
  },
  reversal_failed: {
    meaning: 'The service should have undone a sale, and the undo failed.',
    nextStep: 'Undo the sale by a void or a return of your own. To keep the sale, settle it as approved.',
  },
  reversal_unknown: {
    meaning: 'A void or return has no proven outcome, so its sale is neither kept nor undone.',
    nextStep:
      'Find out from the terminal or Getnet’s portal whether the money went back, then settle the void or return.',
  },
  quarantined: {
    meaning:
      'Several outcomes in a row on this terminal stayed unknown, or nothing at all was heard of one: it takes no new payment.',
    nextStep: 'Look at the terminal and its network, then start a poll on it or release it.',
  },
  difference: {
    meaning: 'A terminal’s own numbers differ from ours.',
    nextStep:
      'Compare both sides with the receipts of the terminal and the till’s own book, correct what is wrong, then settle the difference.',
  },
  webhook_dead: {
    meaning: 'A webhook was not delivered, and the service does not try it again.',
    nextStep: 'Correct the endpoint, then redeliver.',
  },
  lease_ended_by_hand: {
    meaning: 'Somebody ended the lease of a terminal while its holder had a command on it.',
    nextStep:
      'Check both transactions on the terminal: it may have been used twice. The case leaves the list by itself, 24 hours later at the latest.',
  },
};

/** What tells whether a transaction waits for a person. */
export interface PossibleAttention {
  /** With what was undone of it. */
  readonly snapshot: Snapshot;
  readonly late?: Late | undefined;
  /** Its run has ended without an outcome. */
  readonly hasEnded: boolean;
  /** News came after the end, and nobody knows yet what it means. */
  readonly isBeingVerified: boolean;
  /** Somebody ended its lease before its bound. */
  readonly isLeaseEndedByHand: boolean;
}

/** The merchant or a person keeps it, or the service gives it back or has done so: a person who did so too would give it back twice. */
function isLateSettled(late: Late): boolean {
  const { undo } = late;
  const isGivenBack = !hasOthers(late) && (undo?.state === 'open' || undo?.state === 'done');
  return findLateAction(late) === 'keep' || isGivenBack;
}

/** A person has closed the sale for just this news. */
function isClosedAsGone({ reversal }: Snapshot, late: Late): boolean {
  return reversal?.closedBy !== undefined && late.moneyMoved === 'no' && !hasOthers(late);
}

/** @returns undefined for a transaction that waits for nobody. */
export function findAttentionReason(possible: PossibleAttention): AttentionReason | undefined {
  const { snapshot, late, hasEnded, isBeingVerified } = possible;
  const { status, accepted } = snapshot;
  if (status === 'needs_attention') {
    if (hasEnded) return 'terminated';
    return isUndo(accepted.type) ? 'reversal_unknown' : 'unknown_outcome';
  }
  if (status === 'reversal_failed') return 'reversal_failed';
  const isAsked = late !== undefined && !isLateSettled(late) && !isClosedAsGone(snapshot, late);
  if (isAsked || isBeingVerified) return 'late_result';
  return possible.isLeaseEndedByHand ? 'lease_ended_by_hand' : undefined;
}
