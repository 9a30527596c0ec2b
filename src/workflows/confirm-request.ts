import { ApplicationFailure, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Snapshot } from '../domain/snapshot.js';
import { NOT_CONFIRMABLE, confirmedUpdate } from './transaction.messages.js';
import type { ConfirmRequest } from './transaction.messages.js';
import type { TransactionState } from './transaction-state.js';

export function registerConfirmHandler(state: TransactionState): void {
  setHandler(confirmedUpdate, ({ at }) => confirm(state, at), {
    description: 'The shop keeps an approved sale',
    validator: (_: ConfirmRequest) => requireConfirmable(state, Date.now()),
  });
}

/**
 * A run that repeats an earlier one takes no confirmation: the undo of the sale may be in flight.
 *
 * @param nowMs the server's time: a confirmation that waited for a worker past the deadline comes too late.
 */
function requireConfirmable({ snapshot, repeatsAnEarlierRun }: TransactionState, nowMs: number): void {
  const { runId, firstExecutionRunId } = workflowInfo();
  const { state = 'none', confirmBy = '' } = snapshot.confirmation ?? {};
  if (state === 'confirmed') return;
  if (repeatsAnEarlierRun || runId !== firstExecutionRunId) throw refuse('This run repeats an earlier one');
  if (state !== 'open' || nowMs >= Date.parse(confirmBy))
    throw refuse(`The confirmation of this sale is ${state}`);
}

/** The deadline or a cancel may have been decided in the same step: then it is too late all the same. */
function confirm(state: TransactionState, atMs: number): Snapshot {
  state.clock.advance(atMs);
  state.decideConfirmation('confirmed');
  if (state.snapshot.confirmation?.state !== 'confirmed') throw refuse('The sale is being undone');
  return state.snapshot;
}

function refuse(why: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(why, NOT_CONFIRMABLE);
}
