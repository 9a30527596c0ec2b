import { TypedSearchAttributes } from '@temporalio/common';
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import { formatAmount } from '../domain/money.js';
import type { EpochMs } from '../domain/time.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { UndoRefusal, Undo, UndoClaim, UndoneSale } from '../domain/undo.js';
import { merchantKey, terminalKey } from './search-attributes.messages.js';

/** The registered name of the workflow. */
export const undosWorkflow = 'undos';

/** What an `undos` is started with, by the first void or return of a sale. */
export interface UndosInput {
  readonly version: 1;
  readonly sale: UndoneSale;
  /** What an earlier run of it remembered. */
  readonly undos?: readonly Undo[];
  /** Until then at least, because its sale was found open. */
  readonly rememberUntil?: EpochMs;
}

/** What `describe` shows of a sale's undos without any worker. It is updated before each answer. */
export interface UndosMemo {
  readonly version: 1;
  readonly sale: UndoneSale;
  readonly undos: readonly Undo[];
  /** See {@link UndosInput}. */
  readonly rememberUntil?: EpochMs;
}

/** The run of the sale itself goes on: it can still be undone. */
export interface SaleFoundOpen {
  readonly version: 1;
  /** Its undos are remembered until then, at least. */
  readonly rememberUntil: EpochMs;
}

/** Whether an undo may be sent. */
export type UndoGrant = { readonly kind: 'granted' } | ({ readonly kind: 'refused' } & UndoRefusal);

/** Asks for permission to send one undo. A repeat gets the same answer: the update id is the undo's `customId`. */
export const undoRequestedUpdate = defineUpdate<UndoGrant, [UndoClaim]>('undoRequested');

/** Reports how an undo ended; the memo is updated before the answer. The answer is a warning when too much went back. */
export const undoEndedUpdate = defineUpdate<string | undefined, [UndoEnding]>('undoEnded');

/** Makes the memory last as long as the sale. */
export const saleFoundOpenSignal = defineSignal<[SaleFoundOpen]>('saleFoundOpen');

/** @param name of the sale, see {@link UndoneSale}. */
export function undosWorkflowId(name: string): string {
  return `undos/${name}`;
}

/** The start options: the first undo of a sale starts it, and it is never started again after it has ended. */
export function buildUndosStart(sale: UndoneSale, taskQueue: string) {
  const memo: UndosMemo = { version: 1, sale, undos: [] };
  return {
    workflowId: undosWorkflowId(sale.name),
    taskQueue,
    args: [{ version: 1, sale }] as [UndosInput],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    workflowTaskTimeout: '5s' as const,
    memo: { ...memo },
    staticSummary: buildUndosSummary(sale),
    typedSearchAttributes: new TypedSearchAttributes([
      { key: merchantKey, value: sale.merchant },
      { key: terminalKey, value: sale.terminalId ?? '' },
    ]),
  };
}

/** The line operators see in the list. */
function buildUndosSummary({ name, transactionId, amount, terminalId }: UndoneSale): string {
  return [`undos of ${transactionId ?? name}`, amount && formatAmount(amount), terminalId]
    .filter(Boolean)
    .join(' · ');
}
