import { deriveReversalId, isForAnotherCharge } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { UndoType } from '../domain/transaction-type.js';
import { undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import type { TransactionMemo } from '../workflows/transaction.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import type { ReversalStart } from './reversal-contract.js';

/** An order that was given before, and whose answer was lost, or the order of the run that this one repeats. */
export async function findStarted(deps: Dependencies, sale: Snapshot): Promise<ReversalStart | undefined> {
  return (await findUndo(deps, sale, 'return')) ?? findUndo(deps, sale, 'void');
}

/**
 * The undo of one type. Its id follows from the transaction, which may have charged more than once: only one of the charges is
 * given back under it.
 */
export async function findUndo(
  deps: Dependencies,
  sale: Snapshot,
  type: UndoType,
): Promise<ReversalStart | undefined> {
  const transactionId = deriveReversalId(sale.accepted, type);
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(transactionId));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  if (found === undefined) return undefined;
  const { accepted } = (found.memo ?? {}) as Partial<TransactionMemo>;
  if (accepted && isForAnotherCharge(accepted.requestHash, sale))
    return {
      kind: 'impossible',
      reason: `${transactionId} gives another charge of this transaction back, and the service gives back only one`,
    };
  return { kind: 'started', transactionId, type, reason: 'it was started before' };
}
