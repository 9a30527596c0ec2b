import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { buildCustomId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal, statuses } from '../../domain/status.js';
import type { Status } from '../../domain/status.js';
import type { Accepted } from '../../domain/transaction.js';
import { recoveryWorkflowId } from '../../workflows/recovery.messages.js';
import { transactionWorkflowId } from '../../workflows/transaction.messages.js';
import type { ParkedMemo } from '../../workflows/transaction.messages.js';

/** One transaction as Temporal has it. */
export type Run =
  | {
      readonly kind: 'running';
      readonly transactionId: TransactionId;
      /** A workflow task waits for a worker, or is with one: whoever wants to ask the run waits for that. */
      readonly isInTask: boolean;
    }
  | {
      readonly kind: 'closed';
      readonly snapshot: Snapshot;
      /** Its own run ended without an outcome, which was found out by another. */
      readonly isRecovered?: true;
    }
  /** Its run ended without an outcome, and the snapshot says that a person is needed. */
  | {
      readonly kind: 'lost';
      readonly snapshot: Snapshot;
      /** Whether its outcome is being searched for. */
      readonly isRecovering: boolean;
    };

/** @returns the workflow whose history tells when the transaction changes. */
export function findWorkflowId(run: Run, transactionId: TransactionId): string {
  const isRecovering = run.kind === 'lost' && run.isRecovering;
  return isRecovering ? recoveryWorkflowId(transactionId) : transactionWorkflowId(transactionId);
}

/** Whether there is a workflow that takes what operators ask for. */
export function isAnswering(run: Run): boolean {
  return run.kind === 'running' || (run.kind === 'lost' && run.isRecovering);
}

/** Whether the key may try again now: the latest attempt was not sent, and its time is not over. */
export function mayOpenNextAttempt({ status, retryUntil }: Snapshot, now: number): boolean {
  return retryUntil !== undefined && status !== 'needs_attention' && now < Date.parse(retryUntil);
}

/** A run's own status before its end. */
const running: readonly Status[] = statuses.filter((one) => !isFinal(one) && one !== 'reversing');

/** What `describe` tells of a run that has not ended. */
export interface Described {
  readonly accepted: Accepted;
  /** As the search attribute says, which a worker wrote last. */
  readonly status: unknown;
  /** The latest attempt that was not sent. */
  readonly parked: ParkedMemo | undefined;
  /** Something arrived that no worker has taken in yet: a callback, or the key once more. */
  readonly hasNews: boolean;
  /** It was reset by hand: what it has written speaks of a part of what happened. */
  readonly isReset: boolean;
}

/**
 * What can be said of a running transaction without a worker: its status, and that the money is not known. Only one that was
 * not sent, and about which nothing has arrived since, is still known not to have been; never one that was reset.
 *
 * @param overdueBeforeMs one that was accepted before then needs a person, though nobody is there to say so.
 * @param budgetMs how long after its acceptance that is; undefined where it is not to be said.
 */
export function buildSnapshotWithoutWorker(
  run: Described,
  overdueBeforeMs: number,
  budgetMs?: number,
): Snapshot {
  const { status, parked, hasNews, isReset } = run;
  const accepted = findLatestAttempt(run);
  if (status === 'not_sent' && parked && !hasNews)
    return isReset
      ? buildUnknownSnapshot(accepted, 'needs_attention', RESET)
      : buildParkedSnapshot(accepted, parked);
  if (isDecided(status)) return buildUnknownSnapshot(accepted, 'verifying', LAST_WRITTEN);
  if (findBudgetStartMs(run) < overdueBeforeMs) {
    const detail =
      'Its budget is used up and no worker answers: see that workers run, and check with Getnet.';
    return buildUnknownSnapshot(accepted, 'needs_attention', detail);
  }
  const open = buildUnknownSnapshot(
    accepted,
    running.find((one) => one === status) ?? 'dispatching',
    LAST_WRITTEN,
  );
  return parked || isReset || budgetMs === undefined ? open : withAnswerLatestBy(open, budgetMs);
}

/** Only of a first attempt it is certain when it was accepted. When Getnet is asked next, the run alone knows. */
function withAnswerLatestBy({ accepted, outcome, ...others }: Snapshot, budgetMs: number): Snapshot {
  if (outcome.moneyMoved !== 'unknown') return { accepted, outcome, ...others };
  const startMs = findBudgetStartMs({ accepted, parked: undefined });
  const answerLatestBy = new Date(startMs + budgetMs).toISOString();
  return { accepted, outcome: { ...outcome, answerLatestBy }, ...others };
}

/** A status that follows a refusal only when the key tried again. */
const ofNextAttempt: readonly unknown[] = ['dispatching', 'queued', 'in_progress', 'cancel_requested'];

/** As far as is written: the first attempt, the latest that was not sent, or the one after it. */
function findLatestAttempt({ accepted, parked, status }: Described): Accepted {
  if (parked === undefined) return accepted;
  const { transactionId } = accepted;
  const attempt = parked.attempt + (ofNextAttempt.includes(status) ? 1 : 0);
  return { ...accepted, attempt, customId: buildCustomId({ transactionId, attempt }) };
}

/**
 * From when its budget runs, at the latest: it may have waited for its terminal. When a further attempt was accepted is not
 * written, only until when it may have been.
 */
function findBudgetStartMs({ accepted, parked }: Pick<Described, 'accepted' | 'parked'>): number {
  const { createdAt, maxWaitMs = 0 } = accepted;
  if (parked === undefined) return Date.parse(createdAt) + maxWaitMs;
  return parked.retryUntil === undefined ? Infinity : Date.parse(parked.retryUntil);
}

const RESET =
  'The run was reset by hand and no worker answers, so it is not known whether it was sent: see that workers run.';

const LAST_WRITTEN =
  'No worker answers now, so this is the last status that was written. Ask again for more.';

/**
 * How it ended is written, and not by which proof, or something has arrived since: its end comes in a moment. A sale that the service
 * undoes was approved before.
 */
function isDecided(status: unknown): boolean {
  return typeof status === 'string' && (isFinal(status as Status) || status === 'reversing');
}

function buildParkedSnapshot(accepted: Accepted, { reason, retryUntil }: ParkedMemo): Snapshot {
  const { outcome, ...others } = buildUnknownSnapshot(accepted, 'not_sent', LAST_WRITTEN);
  return {
    ...others,
    outcome: { ...outcome, moneyMoved: 'no', ...(reason && { reason }) },
    ...(retryUntil !== undefined && { retryUntil }),
  };
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
export function buildSnapshotWithoutOutcome(
  accepted: Accepted,
  ending: WorkflowExecutionStatusName,
): Snapshot {
  const detail = `The run of this transaction ${endings[ending] ?? 'ended without an outcome'}: check with Getnet, and do not repeat.`;
  return buildUnknownSnapshot(accepted, 'needs_attention', detail);
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

function buildUnknownSnapshot(accepted: Accepted, status: Status, detail: string): Snapshot {
  return {
    version: 1,
    accepted,
    status,
    outcome: { moneyMoved: 'unknown', detail },
    states: [],
    evidence: [],
  };
}

/** A run says by itself that its budget is used up: one that does not is held up. */
export function isSilentlyOverdue({ accepted, status }: Snapshot, overdueBeforeMs: number): boolean {
  if (isFinal(status) || status === 'needs_attention') return false;
  return Date.parse(accepted.createdAt) < overdueBeforeMs;
}

const PAUSED =
  'An operator has paused the run of this transaction, so the service does not search for its outcome. Unpause the run in Temporal.';

/** A run that is past its budget and paused by Temporal's Workflow Pause needs a person, whatever it said last. */
export function showPaused(overdue: Snapshot, status: WorkflowExecutionStatusName): Snapshot {
  const { outcome } = overdue;
  if (status !== 'PAUSED' || outcome.moneyMoved !== 'unknown') return overdue;
  return { ...overdue, status: 'needs_attention', outcome: { ...outcome, detail: PAUSED } };
}
