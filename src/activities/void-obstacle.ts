import type { WorkflowExecutionStatusName } from '@temporalio/client';
import type { TransactionId } from '../domain/ids.js';
import type { Snapshot } from '../domain/snapshot.js';
import { toDevice } from '../domain/terminal.js';
import {
  MAX_OPERATIONS_SINCE_SALE,
  stopAtSale,
  hasClosedBatch,
  describeObstacle,
  findObstacle,
  walkBack,
} from '../domain/terminal-chain.js';
import { isSale } from '../domain/transaction-type.js';
import { refuseOwnNumbers } from '../domain/undo.js';
import type { UndoRefusal } from '../domain/undo.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import type { TransactionMemo } from '../workflows/transaction.messages.js';
import type { UndoRequest } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readOpenRun } from './read-open-run.js';
import { readRecovered } from './read-recovered.js';

/**
 * A void names its sale by the terminal's own small counter. The terminal may have been used since the API's check; now that we
 * have its lease, nothing more can come between.
 *
 * @returns why the void is refused, by what the terminal did.
 */
export async function findObstacleAtTerminal(
  deps: Dependencies,
  { sale, claim, previous }: UndoRequest,
): Promise<UndoRefusal | undefined> {
  const { operationId, transactionId, createdAt } = sale;
  if (claim.type !== 'void' || operationId === undefined || previous === undefined) return undefined;
  const read = (id: TransactionId) => readTransaction(deps, id);
  if (transactionId === undefined) {
    const walk = await walkBack(read, previous, {
      isEnd: hasClosedBatch,
      maxTransactions: MAX_OPERATIONS_SINCE_SALE,
    });
    const ours = walk.transactions.find((one) =>
      isSaleWithNumber(operationId, one, claim.device?.serialNumber),
    );
    return ours && refuseOwnNumbers(ours.accepted.transactionId);
  }
  if (createdAt === undefined) return undefined;
  const voidable = { transactionId, operationId, createdAt };
  const walk = await walkBack(read, previous, {
    isEnd: stopAtSale(voidable),
    maxTransactions: MAX_OPERATIONS_SINCE_SALE,
  });
  const obstacle = findObstacle(voidable, walk);
  if (obstacle === undefined) return undefined;
  return { reason: 'not-reversible', detail: `${describeObstacle(obstacle)}; return it instead` };
}

function isSaleWithNumber(
  operationId: number,
  { accepted, status, outcome }: Snapshot,
  serialNumber?: string,
): boolean {
  if (!isSale(accepted.type) || status !== 'approved') return false;
  if (serialNumber !== undefined && toDevice(accepted.terminal).serialNumber !== serialNumber) return false;
  return outcome.result?.operationId === operationId;
}

/** Reads a transaction's snapshot; if it was ended by hand or does not answer, returns what its memo says. */
export async function readTransaction(deps: Dependencies, id: TransactionId): Promise<Snapshot | undefined> {
  const known = await describeTransaction(deps, id);
  if (known === undefined) return undefined;
  // The memo says what it was and what was before it.
  const snapshot = await readOwnSnapshot(deps, id, known.status.name).catch(() => undefined);
  return snapshot ?? buildUnknown(known.memo);
}

/** The same for whoever would take silence for an open outcome: a run that does not answer now is a failure. */
export async function requireTransaction(
  deps: Dependencies,
  id: TransactionId,
): Promise<Snapshot | undefined> {
  const known = await describeTransaction(deps, id);
  if (known === undefined) return undefined;
  return (await readOwnSnapshot(deps, id, known.status.name)) ?? buildUnknown(known.memo);
}

function describeTransaction(deps: Dependencies, id: TransactionId) {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(id));
  return callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
}

/** @returns undefined for a run that ended without an outcome, and was not recovered. */
async function readOwnSnapshot(
  deps: Dependencies,
  id: TransactionId,
  status: WorkflowExecutionStatusName,
): Promise<Snapshot | undefined> {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(id));
  if (status === 'COMPLETED') return (await callTemporal(deps, () => run.result())) as Snapshot;
  if (isOpen(status)) return readOpenRun(deps, run);
  return readRecovered(deps, id);
}

function buildUnknown(memo: Record<string, unknown> | undefined): Snapshot | undefined {
  const { accepted } = (memo ?? {}) as Partial<TransactionMemo>;
  if (accepted === undefined) return undefined;
  const outcome = { moneyMoved: 'unknown' } as const;
  return { version: 1, accepted, status: 'needs_attention', outcome, states: [], evidence: [] };
}
