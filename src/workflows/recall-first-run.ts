import { TemporalFailure, workflowInfo } from '@temporalio/workflow';
import type { FirstRun } from '../activities/contract.js';
import { lookupProxy } from './activity-proxies.js';
import { adoptFirstRun, adoptFirstRunDispatches } from './first-run-news.js';
import type { TransactionState } from './transaction-state.js';

/**
 * This run repeats an earlier one: it was reset, or started again by hand. It never acquires the terminal, sends or says *not
 * sent*: it goes on from what the first run had learned, or asks for a person.
 */
export async function recallFirstRun(state: TransactionState): Promise<void> {
  if (state.isRecalled) return;
  state.isRecalled = true;
  const first = await state.clock.read(readFirstRun());
  switch (first.kind) {
    case 'ended':
      return adoptFirstRun(state, first.snapshot);
    case 'dispatched':
      return adoptFirstRunDispatches(state, first.dispatches);
    case 'nothing':
      return state.markRepeated();
  }
}

export async function readFirstRun(): Promise<FirstRun> {
  const { workflowId, firstExecutionRunId: runId } = workflowInfo();
  try {
    return await lookupProxy.readFirstRun({ workflowId, runId });
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return { kind: 'nothing' };
  }
}
