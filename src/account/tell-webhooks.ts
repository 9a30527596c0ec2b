import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { workflowActor } from './entry.js';
import type { Telling } from './entry.js';
import type { HistoryEvent } from './history.js';

/** The merchant's endpoints were told of a state: the log of states tells which. */
export function tellAnnounced({ failure }: Answer, { workflowType }: RunContext): Telling | undefined {
  if (failure === undefined) return undefined;
  return {
    actor: workflowActor(workflowType),
    act: 'could not hand an event to the merchant’s endpoints at once',
    why: 'a run of its own does it, so that the transaction goes on',
    evidence: failure.words,
  };
}

/** A run of webhooks is not part of a transaction's life. */
export function tellNothing(): undefined {
  return undefined;
}

/** The only child of a transaction makes an announcement, which its failed activity has told of. */
export const childTellers: Readonly<Record<string, (event: HistoryEvent) => Telling | undefined>> = {
  StartChildWorkflowExecutionInitiated: tellNothing,
  StartChildWorkflowExecutionFailed: tellNothing,
  ChildWorkflowExecutionStarted: tellNothing,
  ChildWorkflowExecutionCompleted: tellNothing,
  ChildWorkflowExecutionFailed: tellNothing,
  ChildWorkflowExecutionCanceled: tellNothing,
  ChildWorkflowExecutionTerminated: tellNothing,
  ChildWorkflowExecutionTimedOut: tellNothing,
};
