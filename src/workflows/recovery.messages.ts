import { TypedSearchAttributes } from '@temporalio/common';
import type { TransactionId } from '../domain/ids.js';
import type { TransactionType } from '../domain/transaction-type.js';
import {
  authorizationCodeKey,
  idPosTxsKey,
  merchantKey,
  operationIdKey,
  terminalKey,
  transactionStatusKey,
  transactionTypeKey,
} from './search-attributes.messages.js';

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

/** @returns the workflow id of the search for what a transaction's own run did not find. */
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
