import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { Attempt, IdPosTxs } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Accepted } from '../domain/transaction.js';

/** The registered name of the workflow. */
export const transactionWorkflow = 'transaction';

/** What a `transaction` is started with. */
export interface TransactionInput {
  readonly version: 1;
  readonly accepted: Accepted;
  readonly policy: Policy;
}

/** What `describe` tells of a transaction without any worker. */
export interface TransactionMemo {
  readonly version: 1;
  readonly accepted: Accepted;
}

/** What `callbackArrived` carries: never the body, only what to ask about. */
export interface CallbackHint {
  readonly version: 1;
  readonly idPosTxs?: IdPosTxs;
  /** SHA-256 of the body: a repeated callback is recognised by it. */
  readonly digest: string;
  /** What the body says, for the list of evidence alone: a callback is never proof. `in_process` is a notice on the way. */
  readonly claims: 'approved' | 'declined' | 'in_process' | 'nothing';
}

/** A dispatch's outcome on its second way home, for when its completion might be refused. */
export interface AnsweredSignal {
  readonly version: 1;
  readonly outcome: DispatchOutcome;
}

/** Answers once the command is on its way or provably is not; later calls read the stored answer. */
export const dispatchedUpdate = defineUpdate<Snapshot>('dispatched');

/** The one update id: a second request with the same key reads the first one's answer, on a closed run too. */
export const dispatchedUpdateId = 'dispatched';

export const callbackArrivedSignal = defineSignal<[CallbackHint]>('callbackArrived');
export const answeredSignal = defineSignal<[AnsweredSignal]>('answered');
export const snapshotQuery = defineQuery<Snapshot>('snapshot');

/** @returns the workflow id of one attempt: the idempotency key, by another name. */
export function transactionWorkflowId({ transactionId, attempt }: Attempt): string {
  return attempt === 1 ? `transaction/${transactionId}` : `transaction/${transactionId}/${attempt}`;
}

/** @returns the attempt a workflow id names, 0 for one that is no attempt of ours. */
export function attemptOfWorkflowId(workflowId: string): number {
  const [, attempt = '1'] = /^transaction\/tx_[0-9A-Za-z]{19}(?:\/([0-9]{1,2}))?$/.exec(workflowId) ?? [
    undefined,
    '0',
  ];
  return Number(attempt);
}

/** @returns the queue of the dispatches that may be held for the whole lifecycle: slots of their own. */
export function syncTaskQueue(taskQueue: string): string {
  return `${taskQueue}-sync`;
}

/** @returns the queue of the dispatches that Getnet answers at once: slots that no query can use up. */
export function dispatchTaskQueue(taskQueue: string): string {
  return `${taskQueue}-dispatch`;
}
