import type { CancelOutcome } from '../domain/cancel.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { CustomId, TransactionId } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { StatusQuestion } from '../domain/status-question.js';
import type { DurationMs } from '../domain/time.js';
import type { Accepted } from '../domain/transaction.js';
import type { Verdict } from '../domain/verdict.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { UndoClaim, UndoState, UndoneSale } from '../domain/undo.js';
import type { DeadRun } from '../workflows/recovery.messages.js';
import type { UndoGrant } from '../workflows/undos.messages.js';
import type { LeaseHolder } from '../workflows/terminal-lease.messages.js';
import type { Lease, LeaseActivities, ReleaseOrder, HolderState } from './lease-contract.js';
import type { QuarantineActivities } from './quarantine-contract.js';
import type { LeaseWatchActivities, QueueActivities } from './queue-contract.js';
import type {
  ClosingActivities,
  DailyReconciliationActivities,
  ReconciliationActivities,
} from './reconciliation-contract.js';
import type { LateHintActivities, ReversalActivities } from './reversal-contract.js';
import type { Timed } from './run-contract.js';
import type { AnnouncementActivities, DeliveryActivities, EndpointActivities } from './webhook-contract.js';

export type * from './lease-contract.js';
export type * from './reconciliation-contract.js';
export type * from './reversal-contract.js';
export type * from './run-contract.js';

/** What `dispatch` is asked: one command, once. */
export interface DispatchOrder {
  readonly accepted: Accepted;
  readonly policy: Policy;
  /** The run that may send; a reset of it may not. */
  readonly firstRunId: string;
  /** What is left to send, by the server's clock when it was scheduled: a worker's own may be slow. */
  readonly startWithin: DurationMs;
  /** Which hand-out of the command it is, from 1: one whose worker is given up before it has claimed it is followed by another. */
  readonly handOut: number;
  /** A later attempt: right before sending, its run is asked for callbacks about earlier ones that are not verified. */
  readonly asksForDoubts: boolean;
}

/** How a dispatch ended. */
export interface DispatchReport extends Timed {
  readonly outcome: DispatchOutcome;
}

/** What Getnet says about a command. */
export interface StatusAnswer extends Timed {
  readonly verdict: Verdict;
}

/** The input of `queryAndRelease`. */
export interface QueryAndRelease {
  readonly question: StatusQuestion;
  /** The lease to release on proof. */
  readonly release?: Pick<ReleaseOrder, 'lease' | 'holder'>;
}

/** `deferred`: the worker has as many such queries under way as it takes; ask the ordinary way. */
export type PromptAnswer = Timed &
  (
    | {
        readonly kind: 'answered';
        readonly verdict: Verdict;
        readonly isReleased: boolean;
        /** Somebody else had ended the lease. */
        readonly isLeaseLost?: true;
      }
    | { readonly kind: 'deferred' }
  );

/** What the terminal said. */
export interface DeviceAnswer extends Timed {
  readonly verdict: Verdict;
  /** The terminal no longer works on the query: its lease may be released. */
  readonly isOver: boolean;
  /** This query never reached the terminal, which may still be at work on one before it. Absent in histories of before. */
  readonly isRefused?: true;
}

/** What `sendCancel` is asked. The terminal has to be ours until the request has ended. */
export type CancelOrder = Pick<DispatchOrder, 'accepted' | 'policy' | 'firstRunId'> & {
  readonly lease: Lease;
};

/** What became of a cancel request; never proof of how the command ended. */
export type CancelReport = Timed & { readonly outcome: CancelOutcome };

/** What an earlier run of a reset transaction left behind. */
export type FirstRun = Timed &
  (
    | { readonly kind: 'ended'; readonly snapshot: Snapshot }
    /** What it gave to a worker, in that order: one of each attempt. */
    | { readonly kind: 'dispatched'; readonly dispatches: readonly FirstRunDispatch[] }
    | { readonly kind: 'nothing' }
  );

/** The last command of one attempt of an earlier run, and what is known of it. */
export interface FirstRunDispatch {
  readonly accepted: Accepted;
  /** How often it was given to a worker. */
  readonly handOuts: number;
  readonly outcome: DispatchOutcome;
}

/** What `requestUndo` is asked. */
export interface UndoRequest {
  readonly sale: UndoneSale;
  readonly claim: UndoClaim;
  /** What had the terminal before us. */
  readonly previous?: readonly TransactionId[];
}

/** What `reportUndo` tells. */
export interface UndoReport {
  readonly sale: UndoneSale;
  readonly ending: UndoEnding;
}

/** Asked once, never retried: it moves money, or stops whatever the terminal does. */
export interface CommandActivities {
  /** Hands one command to Getnet. Never throws for what Getnet does: the outcome is the value. */
  dispatch(order: DispatchOrder): Promise<DispatchReport>;
  /** Asks Getnet to stop the command at its terminal. Never throws for what Getnet does. */
  sendCancel(order: CancelOrder): Promise<CancelReport>;
}

/** Read only, so it may be asked again. */
export interface QueryActivities {
  /** @throws ApplicationFailure `GetnetSilent`, retryable, when no readable answer came. */
  queryStatus(question: StatusQuestion): Promise<StatusAnswer>;
  /**
   * Asks the terminal itself, which has to be ours for as long: silence is a value.
   *
   * @param lease under which it is asked; undefined in what was scheduled before a question looked at its lease.
   */
  queryDevice(question: StatusQuestion, lease?: Lease): Promise<DeviceAnswer>;
}

/** Short, in the workflow task of a callback. */
export interface PromptQueryActivities {
  /** Asks Getnet once and, on proof, gives the terminal back in the same step. */
  queryAndRelease(input: QueryAndRelease): Promise<PromptAnswer>;
}

/** To the one workflow that remembers a sale's undos. Both may be repeated. */
export interface UndoActivities {
  requestUndo(request: UndoRequest): Promise<UndoGrant & Timed>;
  /** Answers once the end is recorded. @returns a warning when more went back than was charged. */
  reportUndo(report: UndoReport): Promise<string | undefined>;
}

/** An undo whose ending is asked for. */
export interface UndoInDoubt {
  readonly customId: CustomId;
  /** ISO 8601. When it was permitted, where that is known: what was found long before is of an earlier use of its key. */
  readonly since?: string;
  /** The use of its key that is asked about; absent where that is not known. */
  readonly firstRequest?: string;
}

/** Look-ups in Temporal itself: read only. */
export interface HistoryActivities {
  /** How the holder of an expired lease ended; an overdue one is reported. */
  inspectHolder(holder: LeaseHolder): Promise<HolderState>;
  /** What a run that ended without an outcome had learned. */
  readDeadRun(transactionId: TransactionId): Promise<DeadRun & Timed>;
  /** Starts the search for the outcome of a run that ended without one; where it was started before, nothing happens. */
  startRecovery(holder: LeaseHolder): Promise<void>;
  /** What the first run of a reset transaction had learned. */
  readFirstRun(run: { readonly workflowId: string; readonly runId: string }): Promise<FirstRun>;
  /** What became of an undo, by its own run and by what came in late; undefined where nobody knows. A text: as it was told before. */
  readUndo(undo: UndoInDoubt): Promise<UndoEnding | UndoState | undefined>;
}

export type Activities = CommandActivities &
  QueryActivities &
  PromptQueryActivities &
  LeaseActivities &
  QueueActivities &
  LeaseWatchActivities &
  QuarantineActivities &
  UndoActivities &
  ReversalActivities &
  ReconciliationActivities &
  ClosingActivities &
  DailyReconciliationActivities &
  LateHintActivities &
  HistoryActivities &
  AnnouncementActivities &
  EndpointActivities &
  DeliveryActivities;
