import type { LoadedDataConverter } from '@temporalio/common';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import { tellsMore } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { Snapshot } from '../domain/snapshot.js';
import { answeredSignal } from '../workflows/transaction.messages.js';
import type { AnsweredSignal } from '../workflows/transaction.messages.js';
import type { CommandActivities, FirstRun } from './contract.js';

type Event = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads | null | undefined;

const DISPATCH = 'dispatch' satisfies keyof CommandActivities;

/** @returns what a run's history tells of its outcome: its result, else what its dispatch came to. */
export async function firstRunOf(
  events: readonly Event[],
  converter: LoadedDataConverter,
): Promise<FirstRun> {
  const read = <T>(payloads: Payloads) => decodeFromPayloadsAtIndex<T>(converter, 0, payloads?.payloads);
  const completed = events.at(-1)?.workflowExecutionCompletedEventAttributes;
  if (completed) return { kind: 'ended', snapshot: await read<Snapshot>(completed.result) };
  const answer = events.find(isAnswer)?.workflowExecutionSignaledEventAttributes?.input;
  const signalled = answer ? (await read<AnsweredSignal>(answer)).outcome : undefined;
  const result = dispatchResult(events);
  const reported = result ? await read<DispatchOutcome>(result) : undefined;
  const outcome = signalled && tellsMore(signalled, reported) ? signalled : reported;
  return outcome ? { kind: 'dispatched', outcome } : { kind: 'nothing' };
}

function dispatchResult(events: readonly Event[]): Payloads {
  const scheduled = events.find(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === DISPATCH,
  )?.eventId;
  return events
    .map((event) => event.activityTaskCompletedEventAttributes)
    .find(
      (attributes) => scheduled != null && attributes?.scheduledEventId?.toString() === scheduled.toString(),
    )?.result;
}

function isAnswer(event: Event): boolean {
  return event.workflowExecutionSignaledEventAttributes?.signalName === answeredSignal.name;
}
