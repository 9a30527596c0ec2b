import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/common';
import type { Snapshot } from '../../domain/snapshot.js';
import { isTemporalAway } from '../temporal/unavailable.js';

/**
 * What an update answered, or undefined where it did not: out of time, refused, ended without an answer, ended a moment ago,
 * or Temporal is away. Then the run itself has to be read.
 *
 * @param onUnavailable told of a Temporal that is away.
 */
export async function updateResultOrUndefined(
  answer: Promise<Snapshot>,
  onUnavailable: (error: unknown) => void = () => undefined,
): Promise<Snapshot | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isTemporalAway(error)) onUnavailable(error);
    else if (!leavesItToTheRun(error)) throw error;
    return undefined;
  }
}

function leavesItToTheRun(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    error instanceof WorkflowUpdateFailedError ||
    error instanceof WorkflowExecutionAlreadyStartedError ||
    error instanceof WorkflowNotFoundError
  );
}
