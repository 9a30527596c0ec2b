import { movesMoney } from './transaction-type.js';
import type { TransactionType } from './transaction-type.js';

/** Where a transaction stands, as the API names it. */
export type Status =
  | 'queued'
  | 'dispatching'
  | 'in_progress'
  | 'cancel_requested'
  | 'verifying'
  | 'needs_attention'
  | 'approved'
  | 'declined'
  | 'not_sent'
  | 'completed'
  /** An approved sale whose undo is under way, and one that was undone in full: shown, never a run's own status. */
  | 'reversing'
  | 'reversed';

export type FinalStatus = Extract<Status, 'approved' | 'declined' | 'not_sent' | 'completed' | 'reversed'>;

export type MoneyMoved = 'yes' | 'no' | 'unknown';

const final: readonly Status[] = [
  'approved',
  'declined',
  'not_sent',
  'completed',
  'reversed',
] satisfies readonly FinalStatus[];

/** @returns whether the status is an end that is never left. */
export function isFinal(status: Status): status is FinalStatus {
  return final.includes(status);
}

/** @returns the status a proof leads to: what moves no money is completed, not approved. */
export function statusProven(kind: 'approved' | 'declined', type: TransactionType): FinalStatus {
  return kind === 'approved' && !movesMoney(type) ? 'completed' : kind;
}

/** @returns what a status says about the money: silence is never read as *no*, except of a command that moves none. */
export function moneyMovedAt(status: Status, type: TransactionType): MoneyMoved {
  return movesMoney(type) ? moneyMovedByMoneyCommand(status) : 'no';
}

function moneyMovedByMoneyCommand(status: Status): MoneyMoved {
  switch (status) {
    case 'approved':
    case 'reversing':
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
