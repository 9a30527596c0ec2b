import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Snapshot } from '../domain/snapshot.js';
import { queryWrittenSnapshot } from '../workflows/written-snapshot.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/**
 * Asks a run that has not ended how its transaction stands.
 *
 * @throws ApplicationFailure `NotWritten`, retryable, where its worker is ahead of Temporal: that is no answer, and does not mean that
 * nobody knows
 */
export async function readOpenRun(deps: Dependencies, run: WorkflowHandle): Promise<Snapshot> {
  const snapshot = await callTemporal(deps, () => queryWrittenSnapshot(run));
  if (snapshot === undefined)
    throw ApplicationFailure.retryable(
      'Temporal has not yet stored what the worker of a run reports.',
      'NotWritten',
    );
  return snapshot;
}
