import proto from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { dataConverter } from '../../workflows/data-converter.messages.js';
import type { History, NamedHistory } from './histories.js';

/** What replaying one history showed. */
export type ReplayVerdict =
  | { readonly kind: 'same' }
  /** The code does something else than the history from this event on; `event` reads e.g. `12 TimerStarted`. */
  | { readonly kind: 'diverged'; readonly event: string; readonly why: string };

/** Silences the SDK in this process: the verdict says it all, and its warnings would say it twice. */
export function silenceRuntime(): Runtime {
  const logger = new DefaultLogger('ERROR', () => undefined);
  return Runtime.install({
    logger,
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
}

/** Whether a worker has been asked for anything: of a lease or another run that starts later there is nothing to replay, and Temporal's Core would wait for more. */
export function hasBegun({ events }: History): boolean {
  return (events ?? []).some((event) => event.workflowTaskScheduledEventAttributes);
}

/** Replays one recorded run against a workflow bundle. */
export async function replay(history: NamedHistory, bundle: string): Promise<ReplayVerdict> {
  const [verdict = { kind: 'same' }] = await replayEach([history], bundle);
  return verdict;
}

/** Replaying is bound by one thread of each worker. */
const REPLAYERS = 2;

/**
 * Replays recorded runs against a workflow bundle, with few workers for all: to start one takes longer than to replay a run.
 *
 * @returns a verdict for each, in their order
 */
export async function replayEach(
  histories: readonly NamedHistory[],
  bundle: string,
): Promise<readonly ReplayVerdict[]> {
  const whys = await findAllDivergences(
    histories.filter(({ history }) => hasBegun(history)),
    bundle,
  );
  return Promise.all(
    histories.map(async (named): Promise<ReplayVerdict> => {
      const why = whys.get(named);
      if (why === undefined) return { kind: 'same' };
      const { workflowId, history } = named;
      return {
        kind: 'diverged',
        event: await findFirstDivergingEvent(history, { workflowId, bundle }),
        why,
      };
    }),
  );
}

async function findAllDivergences(
  histories: readonly NamedHistory[],
  bundle: string,
): Promise<ReadonlyMap<NamedHistory, string>> {
  const size = Math.ceil(histories.length / REPLAYERS);
  const starts = Array.from({ length: REPLAYERS }, (_, at) => at * size);
  const shares = starts.map((start) => histories.slice(start, start + size));
  const whys = await Promise.all(
    shares.filter((share) => share.length > 0).map((share) => findDivergences(share, bundle)),
  );
  return new Map(whys.flatMap((some) => [...some]));
}

/** What a worker that replays one after the other says of each that does something else. */
async function findDivergences(
  histories: readonly NamedHistory[],
  bundle: string,
): Promise<ReadonlyMap<NamedHistory, string>> {
  const whys = new Map<NamedHistory, string>();
  const left = histories.values();
  const options = { workflowBundle: { codePath: bundle }, dataConverter };
  for await (const { error } of Worker.runReplayHistories(options, histories)) {
    const { value: named } = left.next();
    if (named && error) whys.set(named, error.message);
  }
  return whys;
}

interface ReplayTarget {
  readonly workflowId: string;
  readonly bundle: string;
}

async function findDivergence(
  history: History,
  { workflowId, bundle }: ReplayTarget,
): Promise<string | undefined> {
  try {
    await Worker.runReplayHistory(
      { workflowBundle: { codePath: bundle }, dataConverter },
      history,
      workflowId,
    );
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// Not every divergence names its event: it is the last one of the shortest beginning that fails.
async function findFirstDivergingEvent({ events = [] }: History, against: ReplayTarget): Promise<string> {
  const all = events ?? [];
  let passes = 0;
  let fails = all.length;
  while (fails - passes > 1) {
    const middle = Math.floor((passes + fails) / 2);
    const beginning = { events: all.slice(0, middle) } as History;
    const isSame = !hasBegun(beginning) || (await findDivergence(beginning, against)) === undefined;
    if (isSame) passes = middle;
    else fails = middle;
  }
  const { eventId, eventType } = all[fails - 1] ?? {};
  return `${eventId ?? fails} ${formatEventName(eventType ?? 0)}`;
}

function formatEventName(type: number): string {
  const name = proto.temporal.api.enums.v1.EventType[type] ?? 'EVENT_TYPE_UNKNOWN';
  const words = name.replace('EVENT_TYPE_', '').toLowerCase().split('_');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
