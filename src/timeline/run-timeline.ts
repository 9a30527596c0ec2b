import type { Snapshot } from '../domain/snapshot.js';
import { openContext } from './context.js';
import type { RunContext } from './context.js';
import { server, explainUnrecognised } from './entry.js';
import type { TimelineEntry, EventExplanation } from './entry.js';
import { getField, getStart, getText } from './history.js';
import type { HistoryEvent, RunHistory } from './history.js';
import { RunReader } from './run-reader.js';
import { explainStates } from './explain-states.js';

/** Which part of a run is described, and with what. */
export interface RunScope {
  /** How the transaction stands now; else the latest that the history has. */
  readonly snapshot?: Snapshot | undefined;
  /** Events before this one are read and not described: the timeline of another run has them. */
  readonly fromEvent?: number | undefined;
}

/**
 * Tells what happened in one run, in the order of its events. It is total: an event that it does not know, or whose values it
 * cannot read, gets a line that says so.
 */
export function buildRunTimeline(
  run: RunHistory,
  { snapshot, fromEvent = 0 }: RunScope = {},
): readonly TimelineEntry[] {
  const context = openContext(run.workflowType, findMerchant(run));
  const reader = new RunReader(run, context);
  const entries = run.events.flatMap((event) => {
    const tellings = readSafely(reader, event, context);
    return event.id < fromEvent ? [] : tellings.map((explanation) => toEntry(explanation, event, reader));
  });
  const open = reader.listOpen().map(({ explanation, event }) => toEntry(explanation, event, reader));
  const latest = snapshot ?? reader.latestSnapshot;
  return [...entries, ...open, ...(latest ? explainStates(latest) : [])];
}

function readSafely(
  reader: RunReader,
  event: HistoryEvent,
  context: RunContext,
): readonly EventExplanation[] {
  try {
    return reader.explain(event);
  } catch {
    return [
      explainUnrecognised(server, `${event.type} ${event.id} of ${context.workflowType}, not readable`),
    ];
  }
}

/** A worker's clock is believed as far as the server's allows. */
function toEntry(
  { actor, act, why, evidence, atMs }: EventExplanation,
  event: HistoryEvent,
  reader: RunReader,
): TimelineEntry {
  const latestMs = Date.parse(event.at);
  const earliestMs = reader.earliestMs(event);
  const isCredible = atMs !== undefined && atMs >= earliestMs && atMs <= latestMs;
  const at = isCredible ? new Date(atMs).toISOString() : event.at;
  return { at, actor, act, why, evidence: evidence ?? null };
}

/** @returns whose transaction a run is about; undefined where it does not say. */
export function findMerchant(run: Pick<RunHistory, 'events'>): string | undefined {
  const input = getField(getStart(run), 'input', 0);
  return (
    getText(input, 'merchant') ??
    getText(input, 'accepted', 'merchant') ??
    getText(input, 'holder', 'merchant') ??
    getText(input, 'sale', 'merchant')
  );
}
