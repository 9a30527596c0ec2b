/** Why a command provably never reached the terminal; also the error code of the API. */
export type NotSentReason =
  | 'terminal-busy'
  | 'provider-rejected'
  | 'provider-unreachable'
  | 'terminal-offline'
  | 'dispatch-expired'
  | 'mode-unavailable'
  | 'cancelled'
  /** The rules of undoing a sale: docs/failures.md, "Undoing a sale, and closing a batch". */
  | 'not-settled'
  | 'already-reversed'
  | 'not-reversible'
  | 'amount-exceeds-original'
  | 'wrong-terminal'
  | 'duplicate-undo';

const failureTypes = {
  'terminal-busy': 'TerminalBusy',
  'provider-rejected': 'ProviderRejected',
  'provider-unreachable': 'ProviderUnreachable',
  'terminal-offline': 'TerminalOffline',
  'dispatch-expired': 'DispatchExpired',
  'mode-unavailable': 'ModeUnavailable',
  cancelled: 'Cancelled',
  'not-settled': 'OriginalNotSettled',
  'already-reversed': 'AlreadyReversed',
  'not-reversible': 'NotReversible',
  'amount-exceeds-original': 'AmountExceedsOriginal',
  'wrong-terminal': 'WrongTerminal',
  'duplicate-undo': 'DuplicateUndo',
} as const satisfies Readonly<Record<NotSentReason, string>>;

/** The type of the failure a not sent transaction ends with, as operators see it: wire format, never renamed. */
export type NotSentFailureType = (typeof failureTypes)[NotSentReason];

export const notSentReasons = Object.keys(failureTypes) as readonly NotSentReason[];

/** @returns the failure type that carries a reason. */
export function failureTypeOf(reason: NotSentReason): NotSentFailureType {
  return failureTypes[reason];
}

/** @returns whether a failure of a transaction is our own *not sent*; any other failure leaves the outcome unknown. */
export function isNotSentFailure(type: string | null | undefined): type is NotSentFailureType {
  return notSentReasons.some((reason) => failureTypes[reason] === type);
}

/** After *not sent* the key may try again, except where the caller itself called it off. */
export function mayTryAgain(reason: NotSentReason): boolean {
  return reason !== 'cancelled';
}
