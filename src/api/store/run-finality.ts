import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import type { LoadedDataConverter } from '@temporalio/common';
import type { Snapshot } from '../../domain/snapshot.js';

type Event = temporal.api.history.v1.IHistoryEvent;

/**
 * Whether the status of an open run may be final, by what its history says: a query costs its worker more than the events cost a
 * reader. A run learns nothing while it only hands out work and sets timers. What an update answered is how the run stood then; an
 * update that was accepted in the same workflow task may have been answered before the run took the other news of that task.
 */
export class RunFinality {
  private mayBeFinal = false;
  private taskEventId = 0;

  constructor(private readonly converter: LoadedDataConverter) {}

  /** False: nothing can have made it final. True: ask it. */
  get isPossible(): boolean {
    return this.mayBeFinal;
  }

  /** Takes the next events of the history, in their order. */
  async read(events: readonly Event[]): Promise<void> {
    for (const event of events) {
      if (event.workflowTaskCompletedEventAttributes) this.taskEventId = Number(event.eventId);
      if (isSilent(event)) continue;
      if (!(await this.saysNotFinal(event))) this.mayBeFinal = true;
      else if (!this.wasAcceptedInTask(event)) this.mayBeFinal = false;
    }
  }

  private wasAcceptedInTask({ workflowExecutionUpdateCompletedEventAttributes: completed }: Event): boolean {
    return Number(completed?.acceptedEventId ?? 0) > this.taskEventId;
  }

  private async saysNotFinal({ workflowExecutionUpdateCompletedEventAttributes }: Event): Promise<boolean> {
    const payloads = workflowExecutionUpdateCompletedEventAttributes?.outcome?.success?.payloads;
    if (!payloads) return false;
    const answer = await decodeFromPayloadsAtIndex<Partial<Snapshot>>(this.converter, 0, payloads);
    const status = answer?.status;
    return status === 'in_progress' || status === 'dispatching';
  }
}

/** Nothing reaches the workflow by these. */
function isSilent(event: Event): boolean {
  return [
    event.workflowExecutionStartedEventAttributes,
    event.workflowTaskScheduledEventAttributes,
    event.workflowTaskStartedEventAttributes,
    event.workflowTaskCompletedEventAttributes,
    event.activityTaskScheduledEventAttributes,
    event.activityTaskStartedEventAttributes,
    event.timerStartedEventAttributes,
    event.timerCanceledEventAttributes,
  ].some((attributes) => attributes !== null && attributes !== undefined);
}
