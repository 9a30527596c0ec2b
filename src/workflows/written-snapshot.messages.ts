import type { WorkflowHandle } from '@temporalio/client';
import { isFinal } from '../domain/status.js';
import type { Snapshot } from '../domain/snapshot.js';
import { observationQuery } from './transaction.messages.js';

/**
 * Asks a run how its transaction stands. Its worker can be ahead of Temporal: it may answer from a workflow task that the server has given up
 * (docs/proof.md). Done once more, that task may come to something else, so a state that others act on is told only once the history has it.
 *
 * @returns undefined where the history does not have it yet.
 */
export async function queryWrittenSnapshot(run: WorkflowHandle): Promise<Snapshot | undefined> {
  const { snapshot, historyLength } = await run.query(observationQuery);
  if (!isActedOn(snapshot)) return snapshot;
  const written = await run.describe();
  return historyLength <= written.historyLength ? snapshot : undefined;
}

function isActedOn({ status, accepted }: Snapshot): boolean {
  return isFinal(status) || accepted.attempt > 1;
}
