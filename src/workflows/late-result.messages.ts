import { TypedSearchAttributes } from '@temporalio/common';
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CustomId, IdPosTxs } from '../domain/ids.js';
import type { LateFinding, LateResolution, ReportedOutcome } from '../domain/late-result.js';
import type { LateResultAction } from '../domain/merchant-policies.js';
import type { Amount } from '../domain/money.js';
import type { ResolutionRefusal } from '../domain/resolution-refusals.js';
import type { Policy } from '../domain/policy.js';
import type { EpochMs } from '../domain/time.js';
import type { Accepted } from '../domain/transaction.js';
import type { Proof } from '../domain/verdict.js';
import type { Announces } from '../domain/webhook-audience.js';
import { merchantKey, terminalKey } from './search-attributes.messages.js';
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
  /** The final answer to our own command, which came when nobody was there to take it. */
  readonly proof?: Proof;
  /** What the closed run had told its caller. */
  readonly told?: ReportedOutcome;
  /** What the merchant's policy says when the news comes: a later change of the file does not change it. */
  readonly action?: LateResultAction;
  /** The merchant has endpoints: a contradiction is announced to them. */
  readonly announces?: Announces;
  /** What earlier news had come to: what it proved is not forgotten. */
  readonly before?: LateResultFinding;
  /**
   * The id of an earlier run that was open when this one was asked for, and took the news itself unless it had ended by then. What it
   * found is then read from it. Absent in histories of before.
   */
  readonly openRunId?: string;
  /** No news came: a person decides about what is known. Absent in histories of before. */
  readonly isForDecision?: boolean;
}

/** What is known in the end, and stays with the run. */
export interface LateResultFinding extends LateFinding {
  readonly version: 1;
}

/** What `describe` tells of a run that is still at work. */
export interface LateResultMemo {
  readonly before?: LateResultFinding;
  /** It verifies nothing: a person has decided, or is about to. */
  readonly isForDecision?: boolean;
}

/** What `decided` carries: what a person says about late news, and when it has to be two persons. */
export interface DecisionRequest extends LateResolution {
  readonly version: 1;
  /** What the transaction tells now. */
  readonly told: ReportedOutcome;
  /** The merchant's limit as it is now: above it a second key has to agree. */
  readonly secondActorAbove?: Amount;
  /** When the finding was read that the person decides about. */
  readonly readAt: EpochMs;
  /** When it was asked for. */
  readonly at: EpochMs;
}

/** What a person's word about late news led to. */
export type DecisionAnswer = { readonly finding: LateResultFinding } & (
  | { readonly kind: 'settled' }
  /** A second person has to agree. */
  | { readonly kind: 'proposed' }
  | { readonly kind: 'refused'; readonly refusal: ResolutionRefusal }
);

/** A person decides about late news. */
export const decidedUpdate = defineUpdate<DecisionAnswer, [DecisionRequest]>('decided');

export const hintArrivedSignal = defineSignal<[CallbackHint]>('hintArrived');

export function lateResultWorkflowId(customId: CustomId): string {
  return `lateResult/${customId}`;
}

/** How it is started, by the first news; what comes later is signalled to it, or starts it again. */
export function buildLateResultStart(
  input: LateResultInput,
  { taskQueue, claims }: { readonly taskQueue: string; readonly claims: CallbackHint['claims'] },
) {
  const { terminal, merchant, transactionId, customId } = input.accepted;
  return {
    workflowId: lateResultWorkflowId(customId),
    taskQueue,
    args: [input] as [LateResultInput],
    ...((input.before ?? input.isForDecision) && { memo: buildMemo(input) }),
    staticSummary: input.isForDecision
      ? `a person decides about late news for ${transactionId}`
      : `late news for ${transactionId} claims ${claims}`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: merchantKey, value: merchant },
      { key: terminalKey, value: terminal.id },
    ]),
  };
}

function buildMemo({ before, isForDecision }: LateResultInput): LateResultMemo & Record<string, unknown> {
  return { ...(before && { before }), ...(isForDecision && { isForDecision }) };
}
