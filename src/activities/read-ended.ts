import type { TransactionId } from '../domain/ids.js';
import type { Snapshot } from '../domain/snapshot.js';
import { recoveryWorkflowId } from '../workflows/recovery.messages.js';
import { undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** A transaction that has ended with an outcome, by its own run or by its recovery. Undefined if it has not. */
export async function readEnded(deps: Dependencies, id: TransactionId): Promise<Snapshot | undefined> {
  for (const workflowId of [transactionWorkflowId(id), recoveryWorkflowId(id)]) {
    const run = deps.temporal.workflow.getHandle(workflowId);
    const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
    if (found?.status.name !== 'COMPLETED') continue;
    // A recovery whose history was forgotten has none.
    return ((await callTemporal(deps, () => run.result())) as Snapshot | null) ?? undefined;
  }
  return undefined;
}
