import { QueryNotRegisteredError, ServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { QueryDefinition } from '@temporalio/common';
import { isInTask, readLastEvent, waitUntilIdle } from '../../src/api/store/run-history.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { snapshotQuery } from '../../src/workflows/transaction.messages.js';

/** A run whose task lasts longer is asked all the same: it may have no worker. */
const MAX_TASK_MS = 10_000;

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
  await waitUntilIdle(client, workflowId, Date.now() + MAX_TASK_MS);
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

/**
 * For a state that is awaited. A query costs a task of a worker and of the server, and nothing that a run says changes before its history
 * grows: until then its last event is all that is read.
 *
 * @returns what reads the snapshot: undefined while it is as it was the last time, or nobody answers
 */
export function watchSnapshot(client: Client, workflowId: string): () => Promise<Snapshot | undefined> {
  let seen: string | undefined;
  return async () => {
    const last = await readLastEvent(client, workflowId);
    const name = String(last?.taskId);
    if (name === seen) return undefined;
    const ask = isInTask(last)
      ? askSnapshot(client, workflowId)
      : client.workflow.getHandle(workflowId).query(snapshotQuery);
    const snapshot = await ask.catch(ignoreUnanswered);
    if (snapshot !== undefined) seen = name;
    return snapshot;
  };
}
