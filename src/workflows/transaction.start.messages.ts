import { TypedSearchAttributes } from '@temporalio/common';
import { toDevice } from '../domain/terminal.js';
import { formatAmount } from '../domain/money.js';
import { withoutPersonalData } from '../domain/personal-data.js';
import type { Accepted } from '../domain/transaction.js';
import {
  authorizationCodeKey,
  idPosTxsKey,
  merchantKey,
  operationIdKey,
  referenceKey,
  terminalKey,
  transactionStatusKey,
  transactionTypeKey,
} from './search-attributes.messages.js';
import { transactionWorkflowId } from './transaction.messages.js';
import type { TransactionInput, TransactionMemo } from './transaction.messages.js';

/** How a transaction is started: the id is the key, and a closed run is never started again. */
export function buildTransactionStart(input: TransactionInput, taskQueue: string) {
  const { accepted } = input;
  const kept = { ...accepted, options: withoutPersonalData(accepted.options) };
  const memo: TransactionMemo = { version: 1, accepted: kept };
  return {
    workflowId: transactionWorkflowId(accepted.transactionId),
    taskQueue,
    args: [input] as [TransactionInput],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    // A worker killed in the middle of a task is noticed after this, not after the default of 10 s.
    workflowTaskTimeout: '5s' as const,
    memo: { ...memo },
    staticSummary: buildSummary(accepted),
    typedSearchAttributes: buildSearchAttributes(accepted),
  };
}

/** The line operators see in the list: what, how much, where, what for. */
export function buildSummary({ type, amount, terminal, reference }: Accepted): string {
  return [type, amount && formatAmount(amount), terminal.id, reference].filter(Boolean).join(' · ');
}

function buildSearchAttributes(accepted: Accepted): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: merchantKey, value: accepted.merchant },
    { key: terminalKey, value: accepted.terminal.id },
    { key: transactionTypeKey, value: accepted.type },
    { key: transactionStatusKey, value: 'dispatching' },
    { key: referenceKey, value: accepted.reference ?? '' },
    { key: idPosTxsKey, value: '' },
    { key: authorizationCodeKey, value: '' },
    { key: operationIdKey, value: '' },
  ]);
}

export function buildLeaseSummary({ terminal, transactionId }: Accepted): string {
  const { country, serialNumber } = toDevice(terminal);
  return `${country}/${serialNumber} held by ${transactionId}`;
}
