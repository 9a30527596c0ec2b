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

/** How a run stands, by the last event of its history: its result is undefined where it ended without one. */
export type RunEnd = { readonly kind: 'running' } | { readonly kind: 'closed'; readonly result: unknown };

const { HISTORY_EVENT_FILTER_TYPE_ALL_EVENT: ALL } = proto.temporal.api.enums.v1.HistoryEventFilterType;

const NOT_FOUND = 5;

/**
 * One call, for open and closed runs alike. From the end of the history: the filter for the close event waits for it while the
 * run is open, until a second before the call's deadline, although it is told not to.
 *
 * @throws WorkflowNotFoundError
 */
export async function readRunEnd(client: Client, workflowId: string): Promise<RunEnd> {
  const { history } = await client.workflowService
    .getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId },
      maximumPageSize: 1,
    })
    .catch((error: unknown) => throwNotFound(error, workflowId));
  return readEnd(client.options.loadedDataConverter, history?.events?.[0]);
}

/** @param last the last event of a run. */
async function readEnd(
  converter: LoadedDataConverter,
  last: temporal.api.history.v1.IHistoryEvent | undefined,
): Promise<RunEnd> {
  if (last === undefined || !endsARun(last)) return { kind: 'running' };
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

function endsARun(event: temporal.api.history.v1.IHistoryEvent): boolean {
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
      const page = await nextPage(client, workflowId, token);
      const events = page.history?.events ?? [];
      if (!page.nextPageToken?.length) return readEnd(converter, events.at(-1));
      await finality.read(events);
      const mayHaveChanged = token === undefined || hasCompletedTask(page);
      if (mayHaveChanged && finality.isPossible && (await isFinal())) break;
      token = page.nextPageToken;
    }
    return { kind: 'running' };
  });
}

/** One answer of a long poll: it waits for the event after those that the token stands for. */
export function nextPage(client: Client, workflowId: string, token: Uint8Array | undefined): Promise<Page> {
  return client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId },
    historyEventFilterType: ALL,
    waitNewEvent: true,
    nextPageToken: token ?? null,
  });
}

/** The state of a run changes in its workflow tasks alone. */
export function hasCompletedTask({ history }: Page): boolean {
  return (history?.events ?? []).some((event) => event.workflowTaskCompletedEventAttributes);
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
