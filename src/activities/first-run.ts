import type { LoadedDataConverter } from '@temporalio/common';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import { isMoreInformative, isOutdated } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { CustomId } from '../domain/ids.js';
import type { Snapshot } from '../domain/snapshot.js';
import { answeredSignal } from '../workflows/transaction.messages.js';
import type { AnsweredSignal } from '../workflows/transaction.messages.js';
import type {
  CommandActivities,
  DispatchOrder,
  DispatchReport,
  FirstRun,
  FirstRunDispatch,
} from './contract.js';

type Event = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads | null | undefined;

const DISPATCH = 'dispatch' satisfies keyof CommandActivities;

/** Reads a run's outcome from its history: its result, else each dispatch that it scheduled and what is known of it. */
export async function readFirstRun(
  events: readonly Event[],
  converter: LoadedDataConverter,
): Promise<FirstRun> {
  const read = <T>(payloads: Payloads) => decodeFromPayloadsAtIndex<T>(converter, 0, payloads?.payloads);
  const completed = events.at(-1)?.workflowExecutionCompletedEventAttributes;
  if (completed) return { kind: 'ended', snapshot: await read<Snapshot>(completed.result) };
  const answers = await Promise.all(
    events
      .filter(isAnswer)
      .map((event) => read<AnsweredSignal>(event.workflowExecutionSignaledEventAttributes?.input)),
  );
  const dispatches = new Map<CustomId, FirstRunDispatch>();
  for (const scheduled of events.filter(isDispatch)) {
    const { accepted } = await read<DispatchOrder>(scheduled.activityTaskScheduledEventAttributes?.input);
    const result = findDispatchResult(events, scheduled);
    const reported = result ? (await read<DispatchReport>(result)).outcome : undefined;
    const handOuts = (dispatches.get(accepted.customId)?.handOuts ?? 0) + 1;
    const counting = answers.filter(
      (answer) => answer.customId === accepted.customId && !isOutdated(answer, handOuts),
    );
    const signalled = counting.at(-1)?.outcome;
    const isSignalBetter = signalled !== undefined && isMoreInformative(signalled, reported);
    const outcome = (isSignalBetter ? signalled : reported) ?? NOT_REPORTED;
    dispatches.set(accepted.customId, { accepted, handOuts, outcome });
  }
  return dispatches.size === 0
    ? { kind: 'nothing' }
    : { kind: 'dispatched', dispatches: [...dispatches.values()] };
}

const NOT_REPORTED: DispatchOutcome = {
  kind: 'unknown',
  cause: 'the first run ended before the dispatch reported',
};

function findDispatchResult(events: readonly Event[], { eventId }: Event): Payloads {
  return events
    .map((event) => event.activityTaskCompletedEventAttributes)
    .find((attributes) => attributes?.scheduledEventId?.toString() === eventId?.toString())?.result;
}

function isDispatch({ activityTaskScheduledEventAttributes: scheduled }: Event): boolean {
  return scheduled?.activityType?.name === DISPATCH;
}

function isAnswer(event: Event): boolean {
  return event.workflowExecutionSignaledEventAttributes?.signalName === answeredSignal.name;
}
