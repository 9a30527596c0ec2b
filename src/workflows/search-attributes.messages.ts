import { defineSearchAttributeKey } from '@temporalio/common';
import { deriveReversalStatus } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';

/** What operators search by. Registered names: wire format, never renamed. */
export const merchantKey = defineSearchAttributeKey('Merchant', 'KEYWORD');
export const terminalKey = defineSearchAttributeKey('Terminal', 'KEYWORD');
export const transactionTypeKey = defineSearchAttributeKey('TransactionType', 'KEYWORD');
export const transactionStatusKey = defineSearchAttributeKey('TransactionStatus', 'KEYWORD');
export const referenceKey = defineSearchAttributeKey('Reference', 'KEYWORD');
export const idPosTxsKey = defineSearchAttributeKey('IdPosTxs', 'KEYWORD');
/** How Getnet's receipts name a sale: support finds it by them, and an undo by its numbers is recognised. */
export const authorizationCodeKey = defineSearchAttributeKey('AuthorizationCode', 'KEYWORD');
export const operationIdKey = defineSearchAttributeKey('OperationId', 'KEYWORD');

/** Every search attribute a namespace must know before money may move. */
export const searchAttributeKeys = [
  merchantKey,
  terminalKey,
  transactionTypeKey,
  transactionStatusKey,
  referenceKey,
  idPosTxsKey,
  authorizationCodeKey,
  operationIdKey,
] as const;

/** The search attributes that change while a transaction runs. */
export function buildFoundAttributes(snapshot: Snapshot) {
  const { idPosTxs, outcome } = snapshot;
  const status = deriveReversalStatus(snapshot) ?? snapshot.status;
  const { authorizationCode, operationId } = outcome.result ?? {};
  return [
    { key: transactionStatusKey, value: status },
    { key: idPosTxsKey, value: idPosTxs ?? '' },
    { key: authorizationCodeKey, value: authorizationCode ?? '' },
    { key: operationIdKey, value: String(operationId ?? '') },
  ];
}
