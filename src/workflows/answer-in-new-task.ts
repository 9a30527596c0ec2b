import { sleep } from '@temporalio/workflow';
import type { Accepted } from '../domain/transaction.js';
import type { Attempt } from './attempt.js';

/**
 * The answer to an update waits for a task of its own where a local activity may have ended in the present one. Temporal's Core (1.24.0)
 * may record the end of the activity alone, if a query is answered just then, and a worker may lose the task with what follows. The next
 * worker replays the end, and then Core keeps the answer to itself but names it to Temporal, which fails this task and each later one: the
 * run would stop for good. docs/proof.md, "The race of Temporal's Core".
 */
export async function beginNewTask(): Promise<void> {
  await sleep(1, { summary: 'until the answer is in a task of its own' });
}

/**
 * A first attempt takes its terminal in the first task of its run, with which none of the API's queries comes: those wait until a run has no
 * task. Of later attempts it depends on what happened before, so each is answered in a new task.
 */
export function chooseAnswerTiming({
  attempt,
}: Pick<Accepted, 'attempt'>): NonNullable<Attempt['answerTiming']> {
  return attempt === 1 ? 'at_once' : 'in_new_task';
}
