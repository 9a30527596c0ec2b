import type { Snapshot } from '../domain/snapshot.js';
import { collapseRepeats } from './collapse-repeats.js';
import type { TimelineEntry } from './entry.js';
import type { HistoryEvent, RunHistory } from './history.js';
import { buildRunTimeline } from './run-timeline.js';

/** Every run that has to do with one transaction, as far as they could be read. */
export interface TransactionHistories {
  readonly runs: readonly RunHistory[];
  /** How the transaction stands, where a worker could be asked; else the latest that its histories have. */
  readonly snapshot?: Snapshot | undefined;
}

/**
 * Builds the timeline of a transaction, oldest first: who or what did what, when and why. Pure: what must not be shown of texts is the
 * caller's to take out.
 */
export function buildTimeline({ runs, snapshot }: TransactionHistories): readonly TimelineEntry[] {
  const entries = runs.flatMap((run) =>
    buildRunTimeline(run, {
      fromEvent: findFirstOwnEvent(run, runs),
      snapshot: run.workflowType === 'transaction' && isLatest(run, runs) ? snapshot : undefined,
    }),
  );
  const sorted = entries.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return collapseRepeats(sorted.filter(isFirstOfItsKind));
}

/** @returns the timeline with each text as it may be shown. */
export function redactTimeline(
  entries: readonly TimelineEntry[],
  redact: (text: string) => string,
): readonly TimelineEntry[] {
  const redactOrNull = (text: string | null) => (text === null ? null : redact(text));
  return entries.map(({ at, actor, act, why, evidence }) => ({
    at,
    actor: { kind: actor.kind, id: redactOrNull(actor.id) },
    act: redact(act),
    why: redact(why),
    evidence: redactOrNull(evidence),
  }));
}

function isLatest(run: RunHistory, runs: readonly RunHistory[]): boolean {
  return runs.findLast(({ workflowId }) => workflowId === run.workflowId) === run;
}

/** A reset run begins with the events of the run before it, which tells them itself. */
function findFirstOwnEvent(run: RunHistory, runs: readonly RunHistory[]): number | undefined {
  // The transaction itself tells that it took the terminal.
  if (run.workflowType === 'terminalLease' && runs.length > 1) return 2;
  const reset = run.events.findLast(isReset);
  const isBaseTold = runs.some(({ runId }) => runId === reset?.fields['baseRunId']);
  return isBaseTold ? reset?.id : undefined;
}

function isReset({ type, fields }: HistoryEvent): boolean {
  return type === 'WorkflowTaskFailed' && typeof fields['newRunId'] === 'string';
}

/** Two runs of a transaction may have the same log of states, up to a point. */
function isFirstOfItsKind(entry: TimelineEntry, place: number, all: readonly TimelineEntry[]): boolean {
  const isState = entry.act.startsWith('state ') || entry.act.startsWith('decided ');
  return !isState || all.findIndex(({ at, act }) => at === entry.at && act === entry.act) === place;
}
