import { workflowInfo } from '@temporalio/workflow';
import { records } from './promises.js';
import type { TransactionStory } from './transaction.story.js';

/**
 * This run is a reset of an earlier one. It never takes the terminal, sends or says *not sent*: it goes on from what the
 * first run had learned, or asks for a person.
 */
export async function recallFirstRun(story: TransactionStory): Promise<void> {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  const first = await records.readFirstRun({ workflowId, runId: firstExecutionRunId });
  switch (first.kind) {
    case 'ended':
      return story.adopt(first.snapshot);
    case 'dispatched':
      return story.takeDispatch(first.outcome, 'first_run');
    case 'nothing':
      return story.needsAttention(
        'This run was reset, and the run before it does not tell whether the command reached the terminal.',
      );
  }
}
