import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { attemptOf } from '../domain/ids.js';
import type { CustomId } from '../domain/ids.js';
import { isNotSentFailure } from '../domain/not-sent.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Status } from '../domain/status.js';
import { stateBy } from '../domain/undo-list.js';
import type { UndoState } from '../domain/undo.js';
import { lateResultWorkflowId } from '../workflows/late-result.messages.js';
import type { LateResultFinding } from '../workflows/late-result.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import { soon } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** What became of an undo. One that was ended by hand, or is forgotten, stays open unless a late callback tells: nobody knows. */
export async function undoStateOf(deps: Dependencies, customId: CustomId): Promise<UndoState> {
  const finding = await resultOf<LateResultFinding>(deps, lateResultWorkflowId(customId));
  const late = finding === 'running' || finding instanceof Error ? 'unknown' : finding?.moneyMoved;
  return stateBy({ status: await ownStatus(deps, customId), late });
}

async function ownStatus(deps: Dependencies, customId: CustomId): Promise<Status | undefined> {
  const attempt = attemptOf(customId);
  const outcome = attempt && (await resultOf<Snapshot>(deps, transactionWorkflowId(attempt)));
  if (outcome === undefined || outcome === 'running') return undefined;
  if (!(outcome instanceof Error)) return outcome.status;
  return outcome instanceof ApplicationFailure && isNotSentFailure(outcome.type) ? 'not_sent' : undefined;
}

/** @returns undefined for a workflow that is not known, and the failure of one that failed. */
async function resultOf<T>(
  deps: Dependencies,
  workflowId: string,
): Promise<T | Error | 'running' | undefined> {
  const run = deps.temporal.workflow.getHandle(workflowId);
  try {
    const { status } = await soon(deps, () => run.describe());
    return status.name === 'RUNNING' ? 'running' : ((await soon(deps, () => run.result())) as T);
  } catch (failure) {
    if (failure instanceof WorkflowNotFoundError) return undefined;
    if (failure instanceof WorkflowFailedError) return failure.cause ?? failure;
    throw failure;
  }
}
