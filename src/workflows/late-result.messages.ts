import { defineSignal } from '@temporalio/workflow';
import type { CustomId, IdPosTxs } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { Accepted } from '../domain/transaction.js';
import type { Verdict } from '../domain/verdict.js';
import type { CallbackHint } from './transaction.messages.js';

/** The registered name of the workflow. */
export const lateResultWorkflow = 'lateResult';

/** What a `lateResult` is started with: a callback came for a transaction that no longer runs and does not agree. */
export interface LateResultInput {
  readonly version: 1;
  readonly accepted: Accepted;
  readonly policy: Policy;
  /** The number from our own acknowledgement, where the closed run knew it. */
  readonly idPosTxs?: IdPosTxs;
}

/** What the status query said in the end. */
export interface LateResultFinding {
  readonly version: 1;
  readonly moneyMoved: 'yes' | 'no' | 'unknown';
  readonly verdict: Verdict;
  /** ISO 8601. */
  readonly foundAt: string;
}

export const hintArrivedSignal = defineSignal<[CallbackHint]>('hintArrived');

/** @returns the workflow id under which a late callback's finding is kept. */
export function lateResultWorkflowId(customId: CustomId): string {
  return `lateResult/${customId}`;
}
