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
  | 'completed';

export type FinalStatus = Extract<Status, 'approved' | 'declined' | 'not_sent' | 'completed'>;

export type MoneyMoved = 'yes' | 'no' | 'unknown';

const final: readonly Status[] = [
  'approved',
  'declined',
  'not_sent',
  'completed',
] satisfies readonly FinalStatus[];

/** @returns whether the status is an end that is never left. */
export function isFinal(status: Status): status is FinalStatus {
  return final.includes(status);
}

/** @returns what a status says about the money: silence is never read as *no*. */
export function moneyMovedAt(status: Status): MoneyMoved {
  switch (status) {
    case 'approved':
      return 'yes';
    case 'queued':
    case 'declined':
    case 'not_sent':
    case 'completed':
      return 'no';
    case 'dispatching':
    case 'in_progress':
    case 'cancel_requested':
    case 'verifying':
    case 'needs_attention':
      return 'unknown';
  }
}
