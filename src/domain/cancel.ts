import type { NotSent } from './record.js';
import { isFinal } from './status.js';
import type { Status } from './status.js';

/** Why a transaction is not cancelled. Registered failure types: never renamed. */
export const cancelRefusals = [
  'AlreadyEnded',
  'NoCancelCommand',
  'CancelTooLate',
  'RepeatsEarlierRun',
  'UndoByService',
] as const;

export type CancelRefusal = (typeof cancelRefusals)[number];

/** What decides whether a transaction can be cancelled. */
export interface CancelFacts {
  readonly status: Status;
  /** It was not sent, and its key may try again. */
  readonly isParked: boolean;
  /** An approved sale that waits for its confirmation. */
  readonly awaitsConfirmation: boolean;
  /** A command was given to a worker, and is not known not to have reached the terminal. */
  readonly mayHaveBeenSent: boolean;
  /** Getnet can be told to stop this type of transaction in this country. */
  readonly hasCancelCommand: boolean;
  /** The terminal is surely still ours for as long as a cancel request takes. */
  readonly holdsTerminal: boolean;
  /** The run was reset, or started again by hand: it sends nothing. */
  readonly repeatsAnEarlierRun: boolean;
  /** The service itself started it, to give a sale back: an undo is not called off. */
  readonly isByService: boolean;
}

/**
 * What a cancel request leads to. `nothing_sent`: nothing more is sent, and the transaction ends *not sent*. `ask_terminal`:
 * Getnet is told to stop the command; how it ended is searched for as before. `give_up`: the approved sale is undone.
 */
export type CancelDecision =
  | { readonly kind: 'nothing_sent' }
  | { readonly kind: 'ask_terminal' }
  | { readonly kind: 'give_up' }
  | { readonly kind: 'refused'; readonly refusal: CancelRefusal };

/** Decides by what is known in the run. A proven outcome stays: only a sale that waits for its confirmation is given up. */
export function decideCancel(standing: CancelFacts): CancelDecision {
  const { status, isParked, mayHaveBeenSent, hasCancelCommand } = standing;
  if (standing.awaitsConfirmation) return { kind: 'give_up' };
  if (isFinal(status) && !isParked) return refuse('AlreadyEnded');
  if (standing.isByService) return refuse('UndoByService');
  if (standing.repeatsAnEarlierRun) return refuse('RepeatsEarlierRun');
  if (!mayHaveBeenSent) return { kind: 'nothing_sent' };
  if (!hasCancelCommand) return refuse('NoCancelCommand');
  return standing.holdsTerminal ? { kind: 'ask_terminal' } : refuse('CancelTooLate');
}

function refuse(refusal: CancelRefusal): CancelDecision {
  return { kind: 'refused', refusal };
}

/** What became of the request to stop a command at its terminal. It never says how the command ended (contract §4.6). */
export type CancelOutcome =
  /** Getnet, or the terminal, took the request. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'declined'; readonly cause: string }
  | { readonly kind: 'not_sent'; readonly cause: string }
  | { readonly kind: 'unknown'; readonly cause: string };

/** The words the list of evidence uses. */
export function describeCancel(outcome: CancelOutcome): string {
  switch (outcome.kind) {
    case 'taken':
      return 'the terminal took the cancel request, which proves nothing about the payment';
    case 'declined':
      return `the cancel request was refused: ${outcome.cause}`;
    case 'not_sent':
      return `the cancel request was not sent: ${outcome.cause}`;
    case 'unknown':
      return `the cancel request has no usable answer: ${outcome.cause}`;
  }
}

/** Whatever else kept it from being sent: a transaction that was called off is not tried again. */
export function toCancelled({ reason, detail }: NotSent): NotSent {
  if (reason === 'cancelled') return { reason };
  const more = detail === undefined ? '' : `, ${detail}`;
  return { reason: 'cancelled', detail: `it had not been sent: ${reason}${more}` };
}
