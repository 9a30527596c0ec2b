import { setHandler } from '@temporalio/workflow';
import type { Snapshot } from '../domain/snapshot.js';
import type { TransactionState } from './transaction-state.js';
import { observationQuery, snapshotQuery } from './transaction.messages.js';

/** How a transaction stands: for people, and for whoever tells others of it. */
export function registerSnapshotQueries(state: TransactionState, readShown: () => Snapshot): void {
  setHandler(snapshotQuery, readShown, { description: 'The transaction as it stands' });
  setHandler(observationQuery, () => ({ snapshot: readShown(), historyLength: state.changedAtLength }), {
    description: 'The transaction as it stands, and how much of its history that rests on',
  });
}
