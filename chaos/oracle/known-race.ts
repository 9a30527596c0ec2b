import type { History } from '../../src/dev/replay/histories.js';

type HistoryEvent = NonNullable<History['events']>[number];

/**
 * A race of Temporal's Core (1.24.0): it completes a workflow task early because a query came with it, just when a local activity has ended. The
 * end is recorded, and told to the workflow with the next task; an update that comes with that task is handled first. A replay reads the end first,
 * and stops at the update. docs/proof.md tells what becomes of such a run.
 *
 * @returns whether this is why a history does not replay: all other divergences are faults of ours.
 */
export function isQueryRace({ events }: History, why: string): boolean {
  const [, at] = /does not handle HistoryEvent\(id: (\d+), WorkflowExecutionUpdateAccepted\)/.exec(why) ?? [];
  if (at === undefined || !events) return false;
  const accepted = events.findIndex(({ eventId }) => String(eventId) === at);
  const [completed, started, scheduled, marker] = [1, 2, 3, 4].map((back) => events[accepted - back]);
  return (
    completed?.workflowTaskCompletedEventAttributes != null &&
    started?.workflowTaskStartedEventAttributes?.requestId === FORCED &&
    scheduled?.workflowTaskScheduledEventAttributes != null &&
    isEndOfLocalActivity(marker)
  );
}

/** What the server calls a workflow task that the completion of the one before asked for. */
const FORCED = 'request-from-RespondWorkflowTaskCompleted';

function isEndOfLocalActivity(event: HistoryEvent | undefined): boolean {
  return event?.markerRecordedEventAttributes?.markerName === 'core_local_activity';
}
