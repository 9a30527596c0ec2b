import { activityInfo, log } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { answeredSignal } from '../workflows/transaction.messages.js';
import { soon } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** The longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 5_000;

/** Signals the answer to its transaction until Temporal has taken it, or the transaction is over. */
export async function deliverAnswer(deps: Dependencies, outcome: DispatchOutcome): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    if (await delivered(deps, outcome)) return deps.count('answer_delivered_by_signal');
    log.warn('the answer is in hand and Temporal does not take it; trying again', { tries });
    await pause(Math.min(100 * 2 ** tries, LONGEST_PAUSE));
  }
}

async function delivered(deps: Dependencies, outcome: DispatchOutcome): Promise<boolean> {
  const { workflowExecution } = activityInfo();
  if (!workflowExecution) return true;
  const transaction = deps.temporal.workflow.getHandle(workflowExecution.workflowId);
  try {
    await soon(deps, () => transaction.signal(answeredSignal, { version: 1, outcome }));
    return true;
  } catch (failure) {
    return failure instanceof WorkflowNotFoundError;
  }
}
