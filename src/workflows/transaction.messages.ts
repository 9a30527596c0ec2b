import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { CustomId, IdPosTxs, TransactionId } from '../domain/ids.js';
import type { Amount } from '../domain/money.js';
import type { NotSentReason } from '../domain/not-sent.js';
import type { Policy } from '../domain/policy.js';
import type { Resolution } from '../domain/resolution.js';
import type { ResolutionRefusal } from '../domain/resolution-refusals.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { EpochMs } from '../domain/time.js';
import type { Accepted } from '../domain/transaction.js';
import type { Announces } from '../domain/webhook-audience.js';

/** The registered name of the workflow. */
export const transactionWorkflow = 'transaction';

/** What a `transaction` is started with. */
export interface TransactionInput {
  readonly version: 1;
  readonly accepted: Accepted;
  readonly policy: Policy;
  /** The merchant has endpoints: what happens is announced to them. */
  readonly announces?: Announces;
}

/** What `describe` tells of a transaction without any worker. */
export interface TransactionMemo {
  readonly version: 1;
  /** What it was first accepted with, without personal data. */
  readonly accepted: Accepted;
  /** The latest attempt that was not sent. */
  readonly parked?: ParkedMemo;
}

/** An attempt that was not sent, and until when its key may try again. */
export interface ParkedMemo {
  readonly attempt: number;
  readonly reason: NotSentReason | undefined;
  /** ISO 8601; undefined where the key may not try again. */
  readonly retryUntil: string | undefined;
}

/** What `callbackArrived` carries: never the body, only what to ask about. */
export interface CallbackHint {
  readonly version: 1;
  /** The attempt whose callback address was called. */
  readonly customId: CustomId;
  readonly idPosTxs?: IdPosTxs;
  /** SHA-256 of the body: a repeated callback is recognised by it. */
  readonly digest: string;
  /** What the body says, for the list of evidence alone: a callback is never proof. `in_process` is a notice on the way. */
  readonly claims: 'approved' | 'declined' | 'in_process' | 'nothing';
  /** When it arrived. */
  readonly at?: EpochMs;
}

/** News for a run whose outcome is proven and that is kept open. */
export interface LateHint {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  /** As the run was started with. */
  readonly announces?: Announces | undefined;
  readonly hint: CallbackHint;
}

/** A dispatch's outcome on its second way home, for when its completion might be refused. */
export interface AnsweredSignal {
  readonly version: 1;
  readonly customId: CustomId;
  /** Whose answer it is: the order's. */
  readonly handOut: number;
  readonly outcome: DispatchOutcome;
  /** When it was known. */
  readonly at?: EpochMs;
}

/** What `turnCame` carries: the queue of the terminal calls one attempt that waits, or a quarantine refuses it. */
export interface TurnSignal {
  readonly version: 1;
  readonly attempt: number;
  /** When it was called. */
  readonly at: EpochMs;
  /** The terminal takes no new payment, and what was not sent is not sent: a clause that says why. */
  readonly refusedBecause?: string;
}

/** Answers once the first attempt is on its way or provably was not sent; later calls read the stored answer. */
export const dispatchedUpdate = defineUpdate<Snapshot>('dispatched');

/** Opens the next attempt of a transaction that was not sent, and answers as `dispatched` does. */
export const triedAgainUpdate = defineUpdate<Snapshot, [Accepted]>('triedAgain');

/** Who asks to cancel a transaction, and when. */
export interface CancelRequest {
  readonly version: 1;
  /** The API key that asked. */
  readonly keyId: string;
  /** When it was asked. */
  readonly at: EpochMs;
}

/** Calls a transaction off, where that is possible; refused with a `CancelRefusal` as failure type. */
export const cancelRequestedUpdate = defineUpdate<Snapshot, [CancelRequest]>('cancelRequested');

/** One for all requests to cancel a transaction: what was taken once is taken again, on a closed run too. */
export const CANCEL_UPDATE_ID = 'cancel';

/** One update id an attempt: parallel requests with the same key share one attempt, on a closed run too. */
export function attemptUpdateId(attempt: number): string {
  return `attempt/${attempt}`;
}

/** Why a run does not open the attempt it is asked for: each holds for good, so that the caller reads the run again. */
export type RetryRefusal = 'NotNextAttempt' | 'NotParked' | 'TooLate';

/** What `confirmed` carries. */
export interface ConfirmRequest {
  readonly version: 1;
  /** The id of the API key that asked. Absent in histories of before. */
  readonly by?: string;
  /** When the shop asked. */
  readonly at: EpochMs;
}

/** Keeps an approved sale that was started with `confirmWithin`. */
export const confirmedUpdate = defineUpdate<Snapshot, [ConfirmRequest]>('confirmed');

/** One confirmation a sale: a repeat reads the stored answer, on a closed run too. */
export const CONFIRMED_UPDATE_ID = 'confirmed';

/** Why a sale is not confirmed: it is not approved, need not be confirmed, or is being undone. */
export const NOT_CONFIRMABLE = 'NotConfirmable';
/** What `resolved` carries: a person's verdict, and when it has to be two persons'. */
export interface ResolutionRequest extends Resolution {
  readonly version: 1;
  /** The merchant's limit as it is now: above it a second key has to agree. */
  readonly secondActorAbove?: Amount;
  /** Of a sale that could not be given back: a clause that says why its charge does not stand any more. Absent in histories of before. */
  readonly chargeGone?: string;
  /** When it was asked for. */
  readonly at: EpochMs;
}

/** What a person's verdict led to. */
export type ResolutionAnswer = { readonly snapshot: Snapshot } & (
  | { readonly kind: 'settled' }
  /** A second person has to agree. */
  | { readonly kind: 'proposed' }
  /** Getnet's own answer came first: it may agree or not. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'refused'; readonly refusal: ResolutionRefusal }
);

/** A person settles a transaction that needs attention. Its validator refuses with a `ResolutionRefusalKind` as type. */
export const resolvedUpdate = defineUpdate<ResolutionAnswer, [ResolutionRequest]>('resolved');

/** What `statusRequested` carries. */
export interface StatusRequest {
  readonly version: 1;
  /** When it was asked for. */
  readonly at: EpochMs;
}

/** Asks Getnet now, and where the lifecycle is over the terminal itself; answers with the transaction after that. */
export const statusRequestedUpdate = defineUpdate<Snapshot, [StatusRequest]>('statusRequested');

export const callbackArrivedSignal = defineSignal<[CallbackHint]>('callbackArrived');
export const answeredSignal = defineSignal<[AnsweredSignal]>('answered');
export const turnCameSignal = defineSignal<[TurnSignal]>('turnCame');
export const snapshotQuery = defineQuery<Snapshot>('snapshot');

/** A snapshot, and how much of the history it rests on. */
export interface Observation {
  readonly snapshot: Snapshot;
  /**
   * So many events its worker had when the snapshot changed last. More than Temporal has: the worker is ahead of it. An update that is refused
   * leaves none, and changes nothing.
   */
  readonly historyLength: number;
}

/** Asked by whoever tells others of it: see `queryWrittenSnapshot`. */
export const observationQuery = defineQuery<Observation>('observation');

/** The attempts that charged, or may have, whatever Getnet answered: asked right before another command is sent. */
export const doubtsQuery = defineQuery<readonly CustomId[]>('doubts');

/** Whether news contradict the proven outcome that are not kept as `lateResult/…` yet. */
export const unverifiedNewsQuery = defineQuery<boolean>('unverifiedNews');

/** One run for all attempts of a transaction: its id is the idempotency key, by another name. */
export function transactionWorkflowId(transactionId: TransactionId): string {
  return `transaction/${transactionId}`;
}

/** @returns the queue of the dispatches that may be held for the whole lifecycle: slots of their own. */
export function syncTaskQueue(taskQueue: string): string {
  return `${taskQueue}-sync`;
}

/** @returns the queue of the dispatches that Getnet answers at once: slots that no query can use up. */
export function dispatchTaskQueue(taskQueue: string): string {
  return `${taskQueue}-dispatch`;
}
