import { TemporalFailure, workflowInfo } from '@temporalio/workflow';
import type { FirstRun } from '../activities/contract.js';
import { records } from './promises.js';
import type { TransactionStory } from './transaction.story.js';

/**
 * This run repeats an earlier one: it was reset, or started again by hand. It never takes the terminal, sends or says *not
 * sent*: it goes on from what the first run had learned, or asks for a person.
 */
export async function recallFirstRun(story: TransactionStory): Promise<void> {
  const first = await firstRun();
  switch (first.kind) {
    case 'ended':
      return story.adopt(first.snapshot);
    case 'dispatched':
      return story.takeDispatch(first.outcome, 'first_run');
    case 'nothing':
      return story.needsAttention(
        'This run repeats an earlier one, which does not tell whether the command reached the terminal.',
      );
  }
}

async function firstRun(): Promise<FirstRun> {
  const { workflowId, firstExecutionRunId: runId } = workflowInfo();
  try {
    return await records.readFirstRun({ workflowId, runId });
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return { kind: 'nothing' };
  }
}
