import { QueryNotRegisteredError, ServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { QueryDefinition } from '@temporalio/common';
import { waitUntilIdle } from '../../src/api/store/run-history.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { snapshotQuery } from '../../src/workflows/transaction.messages.js';

/** A run whose task lasts longer is asked all the same: it may have no worker. */
const LONGEST_TASK_MS = 3_000;

/**
 * Asks a run while no workflow task of it is at work, as the API does. A query that comes with a task can stop the run: docs/proof.md,
 * "The race of Temporal's Core".
 *
 * @throws what a query throws
 */
export async function askRun<Answer>(
  client: Client,
  workflowId: string,
  query: QueryDefinition<Answer> | string,
): Promise<Answer> {
  await waitUntilIdle(client, workflowId, Date.now() + LONGEST_TASK_MS);
  return client.workflow.getHandle(workflowId).query<Answer>(query);
}

export function askSnapshot(client: Client, workflowId: string): Promise<Snapshot> {
  return askRun(client, workflowId, snapshotQuery);
}

/**
 * For a query that is asked again. A worker may not answer in time, or has to replay the run for the query alone while a timer of it
 * has fired and the task about it has not begun: the SDK then says so as if the query were unknown.
 *
 * @throws every other failure
 */
export function ignoreUnanswered(error: unknown): undefined {
  if (!(error instanceof ServiceError || error instanceof QueryNotRegisteredError)) throw error;
}
