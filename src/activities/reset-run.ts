import { activityInfo } from '@temporalio/activity';

/**
 * Whether the run that asks is a reset of an earlier one. Judged here and not in the workflow, where the answer would
 * change the path of what is replayed.
 */
export function askedByResetRun(firstRunId: string): boolean {
  return activityInfo().workflowExecution?.runId !== firstRunId;
}
