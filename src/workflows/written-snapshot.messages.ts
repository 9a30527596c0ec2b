import type { WorkflowHandle } from '@temporalio/client';
import type { Snapshot } from '../domain/snapshot.js';
import { isWritten, mayBeUnwritten } from '../domain/written-state.js';
import { transactionStatusKey } from './search-attributes.messages.js';
import { snapshotQuery, transactionWorkflowId } from './transaction.messages.js';
import type { TransactionMemo } from './transaction.messages.js';

/**
 * Asks a run how its transaction stands. What a recovery says rests on what Getnet proved.
 *
 * @returns undefined where the history of the transaction's own run does not have yet what its worker says.
 */
export async function queryWrittenSnapshot(run: WorkflowHandle): Promise<Snapshot | undefined> {
  const snapshot = await run.query(snapshotQuery);
  const isOwnRun = run.workflowId === transactionWorkflowId(snapshot.accepted.transactionId);
  if (!isOwnRun || !mayBeUnwritten(snapshot)) return snapshot;
  const { memo, typedSearchAttributes } = await run.describe();
  const { parked } = (memo ?? {}) as Partial<TransactionMemo>;
  const status = typedSearchAttributes.get(transactionStatusKey);
  return isWritten(snapshot, { status, lastNotSent: parked?.attempt ?? 0 }) ? snapshot : undefined;
}
