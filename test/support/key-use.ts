import type { WorkflowHandle } from '@temporalio/client';
import type { TransactionId } from '../../src/domain/ids.js';
import type { KeyUse } from '../../src/domain/key-use.js';
import { deriveReversalId } from '../../src/domain/reversal.js';
import type { UndoType } from '../../src/domain/transaction-type.js';

/** @returns what the things beside a transaction that the API has started are named by: its run has to be there. */
export async function readKeyUse(run: Pick<WorkflowHandle, 'describe'>): Promise<KeyUse> {
  const { memo } = await run.describe();
  return (memo as { accepted: KeyUse }).accepted;
}

/** @returns the id of the undo that the service starts for a sale. */
export async function readUndoId(
  run: Pick<WorkflowHandle, 'describe'>,
  type: UndoType = 'void',
): Promise<TransactionId> {
  return deriveReversalId(await readKeyUse(run), type);
}
