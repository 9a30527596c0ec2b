import type { IdPosTxs } from './ids.js';
import type { NotSentReason } from './not-sent.js';
import type { Proof } from './verdict.js';

/** Why Getnet (or our own worker) explicitly did not take a command. Nothing reached the terminal. */
export type RefusalReason =
  | 'terminal_busy'
  | 'terminal_unknown'
  | 'terminal_offline'
  | 'unauthorized'
  | 'forbidden'
  | 'rate_limited'
  | 'mode_unavailable';

/** How the one attempt to hand a command to Getnet ended. */
export type DispatchOutcome =
  | { readonly kind: 'acknowledged'; readonly idPosTxs: IdPosTxs }
  /** Sync mode: the answer already is the end. */
  | { readonly kind: 'finished'; readonly proof: Proof }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message?: string }
  /** No connection was established, so nothing was sent. */
  | { readonly kind: 'unreachable'; readonly cause: string }
  /** The deadline passed before the request could leave. */
  | { readonly kind: 'expired' }
  /** Right before sending, the transaction said no or did not answer: nothing was sent. */
  | { readonly kind: 'withheld'; readonly cause: string }
  /** This run is a reset of an earlier one and must not send. */
  | { readonly kind: 'reset' }
  /** It may have reached the terminal. */
  | { readonly kind: 'unknown'; readonly cause: string; readonly idPosTxs?: IdPosTxs };

const reasonsByRefusal: Readonly<Record<RefusalReason, NotSentReason>> = {
  terminal_busy: 'terminal-busy',
  terminal_unknown: 'provider-rejected',
  terminal_offline: 'terminal-offline',
  unauthorized: 'provider-rejected',
  forbidden: 'provider-rejected',
  rate_limited: 'provider-unreachable',
  mode_unavailable: 'mode-unavailable',
};

const reasonsByKind: Readonly<
  Record<Exclude<DispatchOutcome['kind'], 'refused'>, NotSentReason | undefined>
> = {
  unreachable: 'provider-unreachable',
  expired: 'dispatch-expired',
  withheld: 'dispatch-expired',
  acknowledged: undefined,
  finished: undefined,
  reset: undefined,
  unknown: undefined,
};

/** @returns undefined where the command may have reached the terminal. */
export function getNotSentReason(outcome: DispatchOutcome): NotSentReason | undefined {
  return outcome.kind === 'refused' ? reasonsByRefusal[outcome.reason] : reasonsByKind[outcome.kind];
}

/** What a worker answered, and which hand-out of its command it had, from 1. */
export interface HandOutAnswer {
  readonly outcome: DispatchOutcome;
  readonly handOut: number;
}

/**
 * Whether an answer counts for nothing. Its worker says that it sent nothing, and was given up before it had claimed the command: that
 * counted at the time, and another worker may have sent the command since.
 *
 * @param latest the hand-out that counts.
 */
export function isOutdated({ outcome, handOut }: HandOutAnswer, latest: number): boolean {
  return handOut < latest && getNotSentReason(outcome) !== undefined;
}

/** Any other outcome says more than an unknown, and an unknown with a number more than one without. */
export function isMoreInformative(reported: DispatchOutcome, known: DispatchOutcome | undefined): boolean {
  return rankInformation(reported) > rankInformation(known);
}

function rankInformation(outcome: DispatchOutcome | undefined): number {
  if (outcome === undefined) return 0;
  if (outcome.kind === 'reset') return 1;
  if (outcome.kind !== 'unknown') return 4;
  return outcome.idPosTxs === undefined ? 2 : 3;
}

/** The words the list of evidence and the logs use. */
export function describeDispatch(outcome: DispatchOutcome): string {
  switch (outcome.kind) {
    case 'acknowledged':
      return `acknowledged as ${outcome.idPosTxs}`;
    case 'finished':
      return `finished: ${outcome.proof.kind}`;
    case 'refused':
      return `refused: ${outcome.reason}`;
    case 'unreachable':
      return `never connected: ${outcome.cause}`;
    case 'expired':
      return 'deadline passed before sending';
    case 'withheld':
      return `withheld: ${outcome.cause}`;
    case 'reset':
      return 'a reset run does not send';
    case 'unknown':
      return `unknown: ${outcome.cause}`;
  }
}
