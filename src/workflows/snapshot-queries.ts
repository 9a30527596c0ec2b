import { setHandler, workflowInfo } from '@temporalio/workflow';
import type { Snapshot } from '../domain/snapshot.js';
import { observationQuery, snapshotQuery } from './transaction.messages.js';

/** How a transaction stands: for people, and for whoever tells others of it. */
export function registerSnapshotQueries(readSnapshot: () => Snapshot): void {
  setHandler(snapshotQuery, readSnapshot, { description: 'The transaction as it stands' });
  setHandler(
    observationQuery,
    () => ({ snapshot: readSnapshot(), historyLength: workflowInfo().historyLength }),
    { description: 'The transaction as it stands, and how much of its history the worker has' },
  );
}
