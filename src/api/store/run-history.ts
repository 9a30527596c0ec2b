import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError, isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import proto from '@temporalio/proto';
import type { temporal } from '@temporalio/proto';
import type { LoadedDataConverter } from '@temporalio/common';
import type { Accepted } from '../../domain/transaction.js';
import { RunFinality } from './run-finality.js';
import type { TransactionInput } from '../../workflows/transaction.messages.js';

type Page = temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryResponse;
type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** How a run stands, by the last event of its history: its result is undefined where it ended without one. */
export type RunEnd =
  | { readonly kind: 'running'; readonly isInTask: boolean }
  | { readonly kind: 'closed'; readonly result: unknown };

const { HISTORY_EVENT_FILTER_TYPE_ALL_EVENT: ALL } = proto.temporal.api.enums.v1.HistoryEventFilterType;

const NOT_FOUND = 5;

/**
 * One call, for open and closed runs alike. From the end of the history: the filter for the close event waits for it while the
 * run is open, until a second before the call's deadline, although it is told not to.
 *
 * @throws WorkflowNotFoundError
 */
export async function readRunEnd(client: Client, workflowId: string): Promise<RunEnd> {
  return readEnd(client.options.loadedDataConverter, await readLastEvent(client, workflowId));
}

/** The last event of a workflow's latest run, in one call. @throws WorkflowNotFoundError */
export async function readLastEvent(client: Client, workflowId: string) {
  const { history } = await client.workflowService
    .getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId },
      maximumPageSize: 1,
    })
    .catch((error: unknown) => throwNotFound(error, workflowId));
  return history?.events?.[0];
}

/** @param last the last event of a run. */
async function readEnd(converter: LoadedDataConverter, last: HistoryEvent | undefined): Promise<RunEnd> {
  if (last === undefined || !endsRun(last)) return { kind: 'running', isInTask: isInTask(last) };
  const payloads = last.workflowExecutionCompletedEventAttributes?.result?.payloads;
  return { kind: 'closed', result: payloads && (await decodeFromPayloadsAtIndex(converter, 0, payloads)) };
}

/**
 * For `catch`, about a call that does not go through a handle: Temporal’s *not found* becomes that of a handle.
 *
 * @throws WorkflowNotFoundError
 */
export function throwNotFound(error: unknown, workflowId: string): never {
  if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND)
    throw new WorkflowNotFoundError('workflow not found', workflowId, undefined);
  throw error;
}

/** @returns why somebody terminated a run of a workflow, the latest unless told, and who; undefined where nobody did. @throws WorkflowNotFoundError */
export async function readTermination(
  client: Client,
  execution: { readonly workflowId: string; readonly runId?: string },
): Promise<{ readonly reason: string; readonly identity: string } | undefined> {
  const { history } = await client.workflowService
    .getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution,
      maximumPageSize: 1,
    })
    .catch((error: unknown) => throwNotFound(error, execution.workflowId));
  const terminated = history?.events?.[0]?.workflowExecutionTerminatedEventAttributes;
  if (!terminated) return undefined;
  return { reason: terminated.reason ?? '', identity: terminated.identity ?? '' };
}

function endsRun(event: HistoryEvent): boolean {
  return [
    event.workflowExecutionCompletedEventAttributes,
    event.workflowExecutionFailedEventAttributes,
    event.workflowExecutionTimedOutEventAttributes,
    event.workflowExecutionTerminatedEventAttributes,
    event.workflowExecutionCanceledEventAttributes,
    event.workflowExecutionContinuedAsNewEventAttributes,
  ].some((attributes) => attributes !== null && attributes !== undefined);
}

/**
 * A long poll: ends when a run has ended, or its status is final. A run that was not sent stays open, so that its end alone is
 * not enough to wait for.
 *
 * @param isFinal asked after each workflow task of the run, unless the history shows that nothing can have made it final.
 * @returns how the run has ended, where it has.
 * @throws an error of the connection where the poll, and not the run, has ended.
 */
export function pollUntilFinal(
  client: Client,
  workflowId: string,
  { isFinal, signal }: { readonly isFinal: () => Promise<boolean>; readonly signal: AbortSignal },
): Promise<RunEnd> {
  return client.withAbortSignal(signal, async () => {
    const converter = client.options.loadedDataConverter;
    const finality = new RunFinality(converter);
    let token: Uint8Array | undefined;
    while (!signal.aborted) {
      const page = await fetchNextPage(client, workflowId, token);
      const events = page.history?.events ?? [];
      if (!page.nextPageToken?.length) return readEnd(converter, events.at(-1));
      await finality.read(events);
      if (mayHaveChanged(page, token) && finality.isPossible && (await isFinal())) break;
      token = page.nextPageToken;
    }
    return { kind: 'running', isInTask: false };
  });
}

/** One answer of a long poll: it waits for the event after those that the token stands for. */
export function fetchNextPage(
  client: Client,
  workflowId: string,
  token: Uint8Array | undefined,
): Promise<Page> {
  return client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId },
    historyEventFilterType: ALL,
    waitNewEvent: true,
    nextPageToken: token ?? null,
  });
}

/**
 * The state of a run changes in its workflow tasks alone. While the next one waits or is at work nobody asks: its end is on the next page.
 *
 * @param token of the page before; undefined for the first one.
 */
export function mayHaveChanged({ history }: Page, token: Uint8Array | undefined): boolean {
  const events = history?.events ?? [];
  const hasChanged =
    token === undefined || events.some((event) => event.workflowTaskCompletedEventAttributes);
  return hasChanged && !isInTask(events.at(-1));
}

/** A workflow task that failed, or ran out of time, is begun again, and the history says so only in the end. */
const TASK_EVENTS = [
  'workflowTaskScheduledEventAttributes',
  'workflowTaskStartedEventAttributes',
  'workflowTaskFailedEventAttributes',
  'workflowTaskTimedOutEventAttributes',
] as const satisfies readonly (keyof HistoryEvent)[];

/** Whether a workflow task waits for a worker, or is with one. @param last the last event of a run. */
export function isInTask(last: HistoryEvent | undefined): boolean {
  return TASK_EVENTS.some((attributes) => Boolean(last?.[attributes]));
}

/** The pauses grow from this one. */
const FIRST_PAUSE_MS = 10;

/**
 * Waits until no workflow task of a run waits for a worker, or is with one. A query in that time would come with the task: if a local
 * activity ends just then, Temporal's Core (1.24.0) may record a history that does not replay, and the run stops (docs/proof.md).
 *
 * @returns whether the run may be asked; false where the time is over first.
 */
export async function waitUntilIdle(client: Client, workflowId: string, untilMs: number): Promise<boolean> {
  for (let pauseMs = FIRST_PAUSE_MS; Date.now() + pauseMs < untilMs; pauseMs *= 2) {
    await pause(pauseMs);
    const end = await readRunEnd(client, workflowId);
    if (end.kind === 'closed' || !end.isInTask) return true;
  }
  return false;
}

/** The input of a run without our memo: somebody started it by hand. */
export async function readAccepted(
  { events }: temporal.api.history.v1.IHistory,
  converter: LoadedDataConverter,
): Promise<Accepted> {
  const payloads = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const { accepted } = await decodeFromPayloadsAtIndex<TransactionInput>(converter, 0, payloads);
  return accepted;
}
