import { TypedSearchAttributes } from '@temporalio/common';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { CustomId, TransactionId } from '../domain/ids.js';
import type { LateFinding } from '../domain/late-result.js';
import type { Policy } from '../domain/policy.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Accepted } from '../domain/transaction.js';
import type { TransactionType } from '../domain/transaction-type.js';
import type { Announces } from '../domain/webhook-audience.js';
import {
  authorizationCodeKey,
  idPosTxsKey,
  merchantKey,
  operationIdKey,
  terminalKey,
  transactionStatusKey,
  transactionTypeKey,
} from './search-attributes.messages.js';
import type { AnsweredSignal, CallbackHint } from './transaction.messages.js';

/** The registered name of the workflow. */
export const recoveryWorkflow = 'recovery';

/** What a `recovery` is started with: a transaction whose run ended without an outcome. All else its history tells. */
export interface RecoveryInput {
  readonly version: 1;
  readonly transactionId: TransactionId;
  readonly merchant: string;
  readonly terminalId: string;
  readonly type: TransactionType;
}

export function recoveryWorkflowId(transactionId: TransactionId): string {
  return `recovery/${transactionId}`;
}

/** How it is started. It never sends, so one that was itself ended by hand may be started again. */
export function buildRecoveryStart(input: RecoveryInput, taskQueue: string) {
  const { transactionId, merchant, terminalId, type } = input;
  return {
    workflowId: recoveryWorkflowId(transactionId),
    taskQueue,
    args: [input] as [RecoveryInput],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY' as const,
    staticSummary: `recovery of ${transactionId}, whose run ended without an outcome`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: merchantKey, value: merchant },
      { key: terminalKey, value: terminalId },
      { key: transactionTypeKey, value: type },
      { key: transactionStatusKey, value: 'needs_attention' },
      { key: idPosTxsKey, value: '' },
      { key: authorizationCodeKey, value: '' },
      { key: operationIdKey, value: '' },
    ]),
  };
}

/** What a run that ended without an outcome had learned. */
export type DeadRun =
  | {
      readonly kind: 'dead';
      /** As it was first accepted, without personal data. */
      readonly accepted: Accepted;
      readonly policy: Policy;
      /** Its merchant had endpoints when it was accepted. */
      readonly announces?: Announces;
      /** Its recovery stays open for a person who keeps or undoes a sale that was not confirmed. Records of before ended without. */
      readonly staysOpen?: true;
      /** A clause: how it ended. */
      readonly ending: string;
      /** In the order of its history. */
      readonly news: readonly DeadRunNews[];
      /** What late news about its attempts came to. */
      readonly findings: readonly DeadRunFinding[];
      /** All that could have sent was read: what is not in it was not sent. */
      readonly isComplete: boolean;
    }
  /** It has an outcome after all: it was reset, and ended. */
  | { readonly kind: 'ended'; readonly snapshot: Snapshot }
  /** Its history is past its retention. */
  | { readonly kind: 'forgotten' };

/** One thing that a dead run had learned. */
export type DeadRunNews =
  | { readonly kind: 'opened'; readonly accepted: Accepted }
  /** The command was given to a worker. */
  | { readonly kind: 'scheduled'; readonly customId: CustomId }
  | { readonly kind: 'dispatched'; readonly customId: CustomId; readonly outcome: DispatchOutcome }
  /** The same on its second way. */
  | ({ readonly kind: 'answered' } & Omit<AnsweredSignal, 'version'>)
  | { readonly kind: 'hint'; readonly hint: CallbackHint };

export interface DeadRunFinding {
  readonly customId: CustomId;
  readonly finding: LateFinding;
}
