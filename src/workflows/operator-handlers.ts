import { CancellationScope, setHandler } from '@temporalio/workflow';
import {
  readAttentionFacts,
  requestStatus,
  requireAskable,
  requireResolvable,
  resolveOutcome,
} from './resolve-outcome.js';
import type { Snapshot } from '../domain/snapshot.js';
import { resolvedUpdate, statusRequestedUpdate } from './transaction.messages.js';
import type { StatusRequest } from './transaction.messages.js';
import type { TransactionState } from './transaction-state.js';

/** What operators may ask of a run that searches for an outcome: of a transaction, and of the recovery of a dead one. */
export function registerOperatorHandlers(state: TransactionState): void {
  setHandler(
    resolvedUpdate,
    (request) => CancellationScope.nonCancellable(() => resolveOutcome(state, request)),
    {
      description: 'A person settles an outcome that Getnet did not report',
      validator: (request) => requireResolvable(state, request),
    },
  );
  setHandler(
    statusRequestedUpdate,
    (request) => CancellationScope.nonCancellable(() => requestStatus(state, request)),
    {
      description: 'A person wants Getnet to be asked now',
      validator: (_: StatusRequest) => requireAskable(state),
    },
  );
}

/** One that needs attention is shown with what a person's verdict is judged by. */
export function withAttentionFacts(state: TransactionState): Snapshot {
  const { snapshot } = state;
  if (snapshot.status !== 'needs_attention') return snapshot;
  return { ...snapshot, attention: readAttentionFacts(state) };
}
