import type { CustomId, TransactionId } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { ReversalReport } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { UndoType } from '../domain/transaction-type.js';
import type { Announces } from '../domain/webhook-audience.js';
import type { LateResultFinding } from '../workflows/late-result.messages.js';
import type { LateHint } from '../workflows/transaction.messages.js';
import type { Timed } from './run-contract.js';

/** What `startReversal` is asked: to undo a sale that was not confirmed. */
export interface ReversalOrder {
  /** As it was approved. */
  readonly sale: Snapshot;
  readonly policy: Policy;
  /** Whom the run of the sale tells. */
  readonly announces?: Announces | undefined;
  readonly attempt: number;
  /** What an earlier order chose; undefined for the first. */
  readonly type?: UndoType | undefined;
  readonly reason?: string | undefined;
  /** A run that repeats an earlier one only looks for the undo which that one started. */
  readonly mayStart: boolean;
}

export type ReversalStart = Timed &
  (
    | {
        readonly kind: 'started';
        readonly transactionId: TransactionId;
        readonly type: UndoType;
        /** A clause: why this way. */
        readonly reason: string;
      }
    | { readonly kind: 'already_reversed' }
    /** Another undo of the sale has no proven outcome; or, with the sale itself and `why`, its charge is in doubt. */
    | { readonly kind: 'blocked'; readonly by: TransactionId; readonly why?: string }
    | { readonly kind: 'impossible'; readonly reason: string }
    /** Nothing was started, and this run may not start it. */
    | { readonly kind: 'not_started' }
  );

/** The undo that `readReversal` looks at. */
export interface StartedReversal {
  readonly transactionId: TransactionId;
  readonly attempt: number;
}

/** What became of a sale that could not be given back. */
export interface ReversedNow {
  readonly isReversed: boolean;
  readonly chargeGone?: string;
}

/** The undo of a sale by the service itself. Both may be repeated: the undo's id follows from the sale's. */
export interface ReversalActivities {
  startReversal(order: ReversalOrder): Promise<ReversalStart>;
  readReversal(started: StartedReversal): Promise<ReversalReport & Timed>;
  /** Whether all of the sale went back, by whichever undo; `chargeGone` says why there is nothing to give back. Absent in histories of before. */
  isReversed(sale: Snapshot): Promise<Timed & ReversedNow>;
}

/** What contradicts a proven outcome is verified beside it. */
export interface LateHintActivities {
  keepLateHint(late: LateHint): Promise<void>;
  /** What an earlier run that has ended found out; nothing, where it was ended before it knew. */
  recallFinding(run: LateResultRun): Promise<RecalledFinding>;
}

/** One run of `lateResult`. */
export interface LateResultRun {
  readonly customId: CustomId;
  readonly runId: string;
}

export interface RecalledFinding {
  readonly finding?: LateResultFinding;
}
