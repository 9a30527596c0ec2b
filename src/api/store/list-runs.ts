import type { Client } from '@temporalio/client';
import { buildInCondition } from '../../workflows/index-queries.messages.js';

/** So many are found at the most. */
const MAX_RUNS = 100;

/** @returns the ids of the runs of a workflow, the latest first, by Temporal's index: it is a few seconds behind. */
export async function listRuns(client: Client, workflowId: string): Promise<readonly string[]> {
  const found: string[] = [];
  const query = buildInCondition('WorkflowId', [workflowId]);
  for await (const { runId } of client.workflow.list({ query, pageSize: MAX_RUNS })) {
    found.push(runId);
    if (found.length >= MAX_RUNS) break;
  }
  return found;
}
