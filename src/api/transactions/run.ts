import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { isNotSentFailure, mayTryAgain } from '../../domain/not-sent.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { Status } from '../../domain/status.js';
import type { Accepted } from '../../domain/transaction.js';

/** One attempt as Temporal has it. */
export type Run =
  | { readonly kind: 'running'; readonly accepted: Accepted; readonly indexed: Status }
  | { readonly kind: 'closed'; readonly snapshot: Snapshot };

/** @returns what was accepted, whatever became of it since. */
export function acceptedOf(run: Run): Accepted {
  return run.kind === 'running' ? run.accepted : run.snapshot.accepted;
}

/** Whether the key may try again: only a run that ended with our own *not sent* is known to have sent nothing. */
export function opensNextAttempt(run: Run): boolean {
  if (run.kind === 'running') return false;
  const { status, outcome } = run.snapshot;
  return status === 'not_sent' && outcome.reason !== undefined && mayTryAgain(outcome.reason);
}

const running: readonly Status[] = [
  'queued',
  'in_progress',
  'cancel_requested',
  'verifying',
  'needs_attention',
];

/** @returns the status the index of Temporal shows for a run that has not ended; the index may lag, and says no more than that. */
export function indexedStatus(value: unknown): Status {
  return running.find((status) => status === value) ?? 'dispatching';
}

/**
 * What can be said of a running attempt without a worker: its status, and that the money is not known.
 *
 * @param overdueBefore epoch ms: one that was accepted before then needs a person, though nobody is there to say so.
 */
export function withoutWorker(
  { accepted, indexed }: Extract<Run, { kind: 'running' }>,
  overdueBefore: number,
): Snapshot {
  if (Date.parse(accepted.createdAt) < overdueBefore) {
    const detail =
      'Its budget is used up and no worker answers: see that workers run, and check with Getnet.';
    return snapshotOf(accepted, 'needs_attention', detail);
  }
  const detail = 'No worker answered just now, so this is what the index says; ask again for more.';
  return snapshotOf(accepted, indexed, detail);
}

const endings: Readonly<Partial<Record<WorkflowExecutionStatusName, string>>> = {
  TERMINATED: 'was terminated by hand',
  CANCELLED: 'was cancelled by hand',
  TIMED_OUT: 'was ended by a time limit of Temporal',
  FAILED: 'failed by a fault of this service',
};

/**
 * A run that did not end with an outcome of ours says nothing about the money: a person, or a late answer, settles it, and
 * nothing is ever sent again for its key.
 */
export function withoutOutcome(accepted: Accepted, ending: WorkflowExecutionStatusName): Snapshot {
  const detail = `The run of this transaction ${endings[ending] ?? 'ended without an outcome'}: check with Getnet, and do not repeat.`;
  return snapshotOf(accepted, 'needs_attention', detail);
}

/** @returns the snapshot a failed run carries, if it is our own *not sent*. */
export function notSentIn(failure: unknown): Snapshot | undefined {
  if (!(failure instanceof ApplicationFailure) || !isNotSentFailure(failure.type)) return undefined;
  const [snapshot] = failure.details ?? [];
  return isSnapshot(snapshot) && snapshot.status === 'not_sent' ? snapshot : undefined;
}

/** Whether a result is a snapshot of ours with a final status. */
export function isFinalSnapshot(result: unknown): result is Snapshot {
  return isSnapshot(result) && isFinal(result.status);
}

function isSnapshot(value: unknown): value is Snapshot {
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    'accepted' in value &&
    'outcome' in value
  );
}

function snapshotOf(accepted: Accepted, status: Status, detail: string): Snapshot {
  return {
    version: 1,
    accepted,
    status,
    outcome: { moneyMoved: 'unknown', detail },
    states: [],
    evidence: [],
  };
}
