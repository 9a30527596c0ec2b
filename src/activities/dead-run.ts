import type { LoadedDataConverter } from '@temporalio/common';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import type { CustomId } from '../domain/ids.js';
import { withoutPersonalData } from '../domain/personal-data.js';
import type { Accepted } from '../domain/transaction.js';
import {
  answeredSignal,
  callbackArrivedSignal,
  triedAgainUpdate,
} from '../workflows/transaction.messages.js';
import type { AnsweredSignal, CallbackHint, TransactionInput } from '../workflows/transaction.messages.js';
import type { DeadRunNews } from '../workflows/recovery.messages.js';
import type { CommandActivities, DispatchOrder, DispatchReport } from './contract.js';

export type Event = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads | null | undefined;

const DISPATCH = 'dispatch' satisfies keyof CommandActivities;

/** `TIMEOUT_TYPE_SCHEDULE_TO_START` of Temporal's wire format: no worker ever started the activity. */
const NEVER_STARTED = 2;

/** How a run was started, by its first event. */
export interface RunStart {
  /** Without personal data. */
  readonly input: TransactionInput;
  /** A run that is started by hand does not have the memo of an API's start. */
  readonly hasOurMemo: boolean;
  readonly atMs: number;
}

/** @returns undefined for a history without its beginning. */
export async function readRunStart(
  events: readonly Event[],
  converter: LoadedDataConverter,
): Promise<RunStart | undefined> {
  const [first] = events;
  const started = first?.workflowExecutionStartedEventAttributes;
  if (!started) return undefined;
  const input = await decodeFromPayloadsAtIndex<TransactionInput>(converter, 0, started.input?.payloads);
  return {
    input: { ...input, accepted: dropPersonalData(input.accepted) },
    hasOurMemo: started.memo?.fields?.['accepted'] !== undefined,
    atMs: Number(first?.eventTime?.seconds ?? 0) * 1_000,
  };
}

/** Reads what a run had learned about its commands, in the order of its history. */
export async function readRunNews(
  events: readonly Event[],
  converter: LoadedDataConverter,
): Promise<readonly DeadRunNews[]> {
  const reader = new NewsReader(converter);
  const news: DeadRunNews[] = [];
  for (const event of events) news.push(...(await reader.read(event)));
  return news;
}

/** A run that was reset repeats what the first one did, and never sends: only its messages are news. */
export function pickMessages(news: readonly DeadRunNews[]): readonly DeadRunNews[] {
  return news.filter((one) => one.kind === 'hint' || one.kind === 'answered');
}

class NewsReader {
  /** By the id of the event that scheduled it. */
  private readonly dispatches = new Map<string, CustomId>();

  constructor(private readonly converter: LoadedDataConverter) {}

  async read(event: Event): Promise<readonly DeadRunNews[]> {
    return [
      ...(await this.readScheduled(event)),
      ...(await this.readReport(event)),
      ...this.readTimeout(event),
      ...(await this.readMessage(event)),
    ];
  }

  private async readScheduled(event: Event): Promise<readonly DeadRunNews[]> {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled?.activityType?.name !== DISPATCH) return [];
    const { accepted } = await this.decode<DispatchOrder>(scheduled.input);
    const { customId } = accepted;
    this.dispatches.set(String(event.eventId), customId);
    return [
      { kind: 'opened', accepted: dropPersonalData(accepted) },
      { kind: 'scheduled', customId },
    ];
  }

  private async readReport(event: Event): Promise<readonly DeadRunNews[]> {
    const completed = event.activityTaskCompletedEventAttributes;
    const customId = this.dispatches.get(String(completed?.scheduledEventId));
    if (!completed || customId === undefined) return [];
    const { outcome } = await this.decode<DispatchReport>(completed.result);
    return [{ kind: 'dispatched', customId, outcome }];
  }

  private readTimeout(event: Event): readonly DeadRunNews[] {
    const timedOut = event.activityTaskTimedOutEventAttributes;
    const customId = this.dispatches.get(String(timedOut?.scheduledEventId));
    const isNeverStarted = timedOut?.failure?.timeoutFailureInfo?.timeoutType === NEVER_STARTED;
    if (customId === undefined || !isNeverStarted) return [];
    return [{ kind: 'dispatched', customId, outcome: { kind: 'expired' } }];
  }

  private async readMessage(event: Event): Promise<readonly DeadRunNews[]> {
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal?.signalName === callbackArrivedSignal.name)
      return [{ kind: 'hint', hint: await this.decode<CallbackHint>(signal.input) }];
    if (signal?.signalName === answeredSignal.name) {
      const { version: _, ...answer } = await this.decode<AnsweredSignal>(signal.input);
      return [{ kind: 'answered', ...answer }];
    }
    const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
    if (update?.name !== triedAgainUpdate.name) return [];
    return [{ kind: 'opened', accepted: dropPersonalData(await this.decode<Accepted>(update.args)) }];
  }

  private decode<T>(payloads: Payloads): Promise<T> {
    return decodeFromPayloadsAtIndex<T>(this.converter, 0, payloads?.payloads);
  }
}

function dropPersonalData(accepted: Accepted): Accepted {
  return { ...accepted, options: withoutPersonalData(accepted.options) };
}
