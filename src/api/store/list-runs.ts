import type { Client } from '@temporalio/client';

/** So many are found at the most. */
const MOST = 100;

/** @returns the ids of the runs of a workflow, the latest first, by Temporal's index: it is a few seconds behind. */
export async function listRuns(client: Client, workflowId: string): Promise<readonly string[]> {
  const found: string[] = [];
  const query = `WorkflowId = '${workflowId.replaceAll("'", "''")}'`;
  for await (const { runId } of client.workflow.list({ query, pageSize: MOST })) {
    found.push(runId);
    if (found.length >= MOST) break;
  }
  return found;
}
