import { activityInfo } from '@temporalio/activity';
import type { RunIdentity } from './contract.js';

/**
 * Whether the run that asks is a reset of an earlier one. Judged here and not in the workflow, where the answer would
 * change the path of what is replayed.
 */
export function isAskedByResetRun(firstRunId: string): boolean {
  return activityInfo().workflowExecution?.runId !== firstRunId;
}

/**
 * Whether there was a run of this transaction before the one that asks: it was reset, or started again by hand. The latter is
 * recognised by its missing memo, or by a start that lies far behind the acceptance.
 */
export function repeatsAnEarlierRun(run: RunIdentity): boolean {
  return isAskedByResetRun(run.firstRunId) || !run.hasOurMemo || run.startedLateByMs > run.lateAfterMs;
}
