import { defineSearchAttributeKey } from '@temporalio/common';
import {
  condition,
  defineQuery,
  setHandler,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';

/** What a run says of itself, and what its history has of it. */
export interface RunAhead {
  readonly says: unknown;
  /** So many events that Temporal never took. */
  readonly eventsAhead: number;
  readonly parked?: { readonly attempt: number; readonly reason: string; readonly retryUntil: string };
  readonly status: string;
}

/** A transaction whose worker may be ahead of its history. */
export async function transaction({ ahead }: { readonly ahead: RunAhead }): Promise<void> {
  upsertSearchAttributes([
    { key: defineSearchAttributeKey('TransactionStatus', 'KEYWORD'), value: ahead.status },
  ]);
  if (ahead.parked) upsertMemo({ parked: ahead.parked });
  setHandler(defineQuery('observation'), () => ({
    snapshot: ahead.says,
    historyLength: workflowInfo().historyLength + ahead.eventsAhead,
  }));
  await condition(() => false);
}
