import { movesMoney } from './transaction-type.js';
import type { TransactionType } from './transaction-type.js';

/**
 * Where a transaction stands, as the API names it. Wire format: never renamed. `reversing` and `reversed` are shown of an
 * approved sale whose undo is under way or that was undone in full, `reversal_failed` where the undo by the service itself failed; a
 * run's own status is never one of them.
 */
export const statuses = [
  'queued',
  'dispatching',
  'in_progress',
  'cancel_requested',
  'verifying',
  'needs_attention',
  'approved',
  'declined',
  'not_sent',
  'completed',
  'reversing',
  'reversed',
  'reversal_failed',
] as const;

export type Status = (typeof statuses)[number];

const finalStatuses = [
  'approved',
  'declined',
  'not_sent',
  'completed',
  'reversed',
] as const satisfies readonly Status[];

export type FinalStatus = (typeof finalStatuses)[number];

/** What the service cannot leave without a person, or a late answer of Getnet. */
export const statusesForPeople = ['needs_attention', 'reversal_failed'] as const satisfies readonly Status[];

export const moneyAnswers = ['yes', 'no', 'unknown'] as const;

export type MoneyMoved = (typeof moneyAnswers)[number];

/** A final status never changes. */
export function isFinal(status: Status): status is FinalStatus {
  return finalStatuses.some((final) => final === status);
}

/** A command that moves no money is completed, not approved. */
export function deriveProvenStatus(kind: 'approved' | 'declined', type: TransactionType): FinalStatus {
  return kind === 'approved' && !movesMoney(type) ? 'completed' : kind;
}

/** Silence is never read as *no*, except for a command that moves no money. */
export function deriveMoneyMoved(status: Status, type: TransactionType): MoneyMoved {
  return movesMoney(type) ? deriveMoneyMovedByCommand(status) : 'no';
}

function deriveMoneyMovedByCommand(status: Status): MoneyMoved {
  switch (status) {
    case 'approved':
    case 'reversing':
    case 'reversal_failed':
      return 'yes';
    case 'queued':
    case 'declined':
    case 'not_sent':
    case 'completed':
    case 'reversed':
      return 'no';
    case 'dispatching':
    case 'in_progress':
    case 'cancel_requested':
    case 'verifying':
    case 'needs_attention':
      return 'unknown';
  }
}
