import type { WorkflowExecutionStatusName } from '@temporalio/client';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { Status } from '../../domain/status.js';
import type { Accepted } from '../../domain/transaction.js';

/** One transaction as Temporal has it. */
export type Run =
  | { readonly kind: 'running'; readonly transactionId: TransactionId }
  | { readonly kind: 'closed'; readonly snapshot: Snapshot };

/** Whether the key may try again now: the latest attempt was not sent, and its time is not over. */
export function mayOpenNextAttempt({ status, retryUntil }: Snapshot, now: number): boolean {
  return retryUntil !== undefined && status !== 'needs_attention' && now < Date.parse(retryUntil);
}

const running: readonly Status[] = [
  'queued',
  'in_progress',
  'cancel_requested',
  'verifying',
  'needs_attention',
  'not_sent',
];

/** What `describe` tells of a run that has not ended. */
export interface Described {
  readonly accepted: Accepted;
  /** As the search attribute says, which a worker wrote last. */
  readonly status: unknown;
}

/**
 * What can be said of a running transaction without a worker: its status, and that the money is not known.
 *
 * @param overdueBefore epoch ms: one that was accepted before then needs a person, though nobody is there to say so.
 */
export function snapshotWithoutWorker({ accepted, status }: Described, overdueBefore: number): Snapshot {
  const known = running.find((one) => one === status) ?? 'dispatching';
  if (known !== 'not_sent' && Date.parse(accepted.createdAt) < overdueBefore) {
    const detail =
      'Its budget is used up and no worker answers: see that workers run, and check with Getnet.';
    return unknownSnapshot(accepted, 'needs_attention', detail);
  }
  const detail =
    'No worker answered just now, so this is the last status that was written; ask again for more.';
  return unknownSnapshot(accepted, known, detail);
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
export function snapshotWithoutOutcome(accepted: Accepted, ending: WorkflowExecutionStatusName): Snapshot {
  const detail = `The run of this transaction ${endings[ending] ?? 'ended without an outcome'}: check with Getnet, and do not repeat.`;
  return unknownSnapshot(accepted, 'needs_attention', detail);
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

function unknownSnapshot(accepted: Accepted, status: Status, detail: string): Snapshot {
  return {
    version: 1,
    accepted,
    status,
    outcome: { moneyMoved: 'unknown', detail },
    states: [],
    evidence: [],
  };
}
