import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { attemptOf } from '../domain/ids.js';
import type { CustomId } from '../domain/ids.js';
import { isNotSentFailure } from '../domain/not-sent.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { UndoState } from '../domain/undo.js';
import { lateResultWorkflowId } from '../workflows/late-result.messages.js';
import type { LateResultFinding } from '../workflows/late-result.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import { soon } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/**
 * What became of an undo: by what a late callback led to, else by its own run. One that was ended by hand, or is forgotten,
 * stays open: nobody knows.
 */
export async function undoStateOf(deps: Dependencies, customId: CustomId): Promise<UndoState> {
  const late = await lateFinding(deps, customId);
  if (late === 'yes') return 'done';
  const own = await ownOutcome(deps, customId);
  return own === 'open' && late === 'no' ? 'failed' : own;
}

async function lateFinding(
  deps: Dependencies,
  customId: CustomId,
): Promise<LateResultFinding['moneyMoved'] | undefined> {
  const finding = await resultOf<LateResultFinding>(deps, lateResultWorkflowId(customId));
  return finding instanceof Error ? undefined : finding?.moneyMoved;
}

async function ownOutcome(deps: Dependencies, customId: CustomId): Promise<UndoState> {
  const attempt = attemptOf(customId);
  const outcome = attempt && (await resultOf<Snapshot>(deps, transactionWorkflowId(attempt)));
  if (outcome === undefined) return 'open';
  if (!(outcome instanceof Error)) return outcome.status === 'approved' ? 'done' : 'failed';
  return outcome instanceof ApplicationFailure && isNotSentFailure(outcome.type) ? 'failed' : 'open';
}

/** @returns undefined for a workflow that still runs or is not known, and the failure of one that failed. */
async function resultOf<T>(deps: Dependencies, workflowId: string): Promise<T | Error | undefined> {
  const run = deps.temporal.workflow.getHandle(workflowId);
  try {
    const { status } = await soon(deps, () => run.describe());
    return status.name === 'RUNNING' ? undefined : ((await soon(deps, () => run.result())) as T);
  } catch (failure) {
    if (failure instanceof WorkflowNotFoundError) return undefined;
    if (failure instanceof WorkflowFailedError) return failure.cause ?? failure;
    throw failure;
  }
}
