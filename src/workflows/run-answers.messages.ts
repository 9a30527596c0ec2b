import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/common';

/** Whether a run has not ended. One that an operator has paused goes on later. */
export function isOpen(status: WorkflowExecutionStatusName): boolean {
  return status === 'RUNNING' || status === 'PAUSED';
}

/** For `catch`: a workflow that Temporal does not have is an answer, any other failure is thrown on. */
export function undefinedWhenNotFound(failure: unknown): undefined {
  if (!(failure instanceof WorkflowNotFoundError)) throw failure;
}

/** For `catch`: a workflow that somebody else has started is as good as started, any other failure is thrown on. */
export function ignoreAlreadyStarted(failure: unknown): void {
  if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
}
