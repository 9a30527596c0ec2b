import type { TransactionId } from '../../src/domain/ids.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import {
  buildRecoveryStart,
  recoveryWorkflow,
  recoveryWorkflowId,
} from '../../src/workflows/recovery.messages.js';
import type { TransactionInput } from '../../src/workflows/transaction.messages.js';
import type { TransactionWorld } from './transaction-world.js';

/** What a repeat of the key, or an operator, does about a run that was ended by hand. */
export function startRecovery(world: TransactionWorld, { accepted }: TransactionInput) {
  const { transactionId, merchant, terminal, type } = accepted;
  const input = { version: 1 as const, transactionId, merchant, terminalId: terminal.id, type };
  return world.client.workflow.start(recoveryWorkflow, buildRecoveryStart(input, world.taskQueue));
}

export function getRecovery(world: TransactionWorld, transactionId: TransactionId) {
  return world.client.workflow.getHandle(recoveryWorkflowId(transactionId));
}

/** Once it has read the history of the dead run, it says how the transaction stands. */
export async function recoveryNeedsAttention(
  world: TransactionWorld,
  { accepted }: TransactionInput,
): Promise<Snapshot> {
  return world.becomes(recoveryWorkflowId(accepted.transactionId), 'needs_attention');
}
