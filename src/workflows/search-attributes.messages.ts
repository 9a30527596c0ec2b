import { defineSearchAttributeKey } from '@temporalio/common';

/** What operators search by. Registered names: wire format, never renamed. */
export const merchantKey = defineSearchAttributeKey('Merchant', 'KEYWORD');
export const terminalKey = defineSearchAttributeKey('Terminal', 'KEYWORD');
export const transactionTypeKey = defineSearchAttributeKey('TransactionType', 'KEYWORD');
export const transactionStatusKey = defineSearchAttributeKey('TransactionStatus', 'KEYWORD');
export const referenceKey = defineSearchAttributeKey('Reference', 'KEYWORD');
export const idPosTxsKey = defineSearchAttributeKey('IdPosTxs', 'KEYWORD');

/** Every search attribute a namespace must know before money may move. */
export const searchAttributeKeys = [
  merchantKey,
  terminalKey,
  transactionTypeKey,
  transactionStatusKey,
  referenceKey,
  idPosTxsKey,
] as const;
