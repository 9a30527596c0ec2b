/** Why a command was not sent, as far as nothing contradicts it; also the error code of the API. Wire format: never renamed. */
export const notSentReasons = [
  'terminal-busy',
  'terminal-quarantined',
  'provider-rejected',
  'provider-unreachable',
  'terminal-offline',
  'dispatch-expired',
  'mode-unavailable',
  'cancelled',
  // The rules of undoing a sale: docs/failures.md, "Undoing a sale, and closing a batch".
  'not-settled',
  'already-reversed',
  'not-reversible',
  'amount-exceeds-original',
  'wrong-terminal',
  'duplicate-undo',
] as const;

export type NotSentReason = (typeof notSentReasons)[number];

/** After *not sent* the key may try again, except where the caller itself called it off. Where the same body would be refused again, the API says `retry: never`. */
export function mayTryAgain(reason: NotSentReason): boolean {
  return reason !== 'cancelled';
}
