import { activityInfo } from '@temporalio/activity';
import type { LeaseClaim } from './contract.js';
import { soon } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** By then a run that was started again by hand is in the index; nobody's hand is quicker. Milliseconds. */
const INDEXED_WITHIN = 1_000;

/**
 * Whether the run that asks is a reset of an earlier one. Judged here and not in the workflow, where the answer would
 * change the path of what is replayed.
 */
export function askedByResetRun(firstRunId: string): boolean {
  return activityInfo().workflowExecution?.runId !== firstRunId;
}

/** Whether there was a run of this attempt before the one that asks: it was reset, or started again by hand. */
export async function repeatsAnEarlierRun(deps: Dependencies, claim: LeaseClaim): Promise<boolean> {
  if (askedByResetRun(claim.firstRunId)) return true;
  if (Date.now() - Date.parse(claim.acceptedAt) < INDEXED_WITHIN) return false;
  const { workflowId, runId } = claim.holder;
  return soon(deps, async () => {
    const runs = deps.temporal.workflow.list({ query: `WorkflowId = "${workflowId}"`, pageSize: 2 });
    for await (const run of runs) if (run.runId !== runId) return true;
    return false;
  });
}
