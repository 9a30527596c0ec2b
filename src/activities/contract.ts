import type { DispatchOutcome } from '../domain/dispatch.js';
import type { CustomId, IdPosTxs } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { Holder, Snapshot } from '../domain/snapshot.js';
import type { Device } from '../domain/terminal.js';
import type { Accepted } from '../domain/transaction.js';
import type { Verdict } from '../domain/verdict.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { UndoClaim, UndoState, UndoneSale } from '../domain/undo.js';
import type { UndoGrant } from '../workflows/undos.messages.js';
import type { LeaseHolder } from '../workflows/terminal-lease.messages.js';

/** What `dispatch` is asked: one command, once. */
export interface DispatchOrder {
  readonly accepted: Accepted;
  readonly policy: Policy;
  /** The run that may send; a reset of it may not. */
  readonly firstRunId: string;
  /** Milliseconds left to send, by the server's clock when it was scheduled: a worker's own may be slow. */
  readonly startWithin: number;
}

/** What `queryStatus` is asked. */
export interface StatusQuestion {
  readonly accepted: Accepted;
  readonly policy: Policy;
  readonly idPosTxs: IdPosTxs;
  /** The number came from a callback, not from our acknowledgement: the answer must name our `customId`. */
  readonly idFromCallback: boolean;
}

/** What `acquireLease` is asked. */
export interface LeaseClaim {
  readonly device: Device;
  readonly holder: LeaseHolder;
  /** ISO 8601: when the API accepted the attempt. */
  readonly acceptedAt: string;
  /** Epoch ms: later than this there is nothing to take the terminal for. */
  readonly dispatchBy: number;
  /** Epoch ms: when nothing of the holder's can still be live. */
  readonly until: number;
  readonly firstRunId: string;
  /** The line operators see in the list. */
  readonly summary: string;
}

/** One run of `terminalLease`, ours alone. */
export interface Lease {
  readonly workflowId: string;
  readonly runId: string;
  /** The run that took it: a reset of that run gives it back in its name. */
  readonly takenBy: string;
}

export type LeaseGrant =
  | { readonly kind: 'acquired'; readonly lease: Lease }
  | { readonly kind: 'held'; readonly holder: Holder }
  | { readonly kind: 'expired' }
  /** This run repeats an earlier one (reset, or started again by hand): it has no business with the terminal. */
  | { readonly kind: 'reset' };

/** What `releaseLease` is asked. */
export interface LeaseReturn {
  readonly lease: Lease;
  readonly holder: LeaseHolder;
  /** In words: what proved that the terminal is done with our command. */
  readonly proof: string;
}

/** `lost`: the lease had been ended by somebody else, which is counted and reported. */
export type LeaseRelease = 'released' | 'healed' | 'lost';

/** How the holder of a lease that nobody gave back stands. */
export type HolderState = 'running' | 'ended' | 'gone' | 'not_known';

/** What an earlier run of a reset transaction left behind. */
export type FirstRun =
  | { readonly kind: 'ended'; readonly snapshot: Snapshot }
  | { readonly kind: 'dispatched'; readonly outcome: DispatchOutcome }
  | { readonly kind: 'nothing' };

/** What `requestUndo` is asked. */
export interface UndoRequest {
  readonly sale: UndoneSale;
  readonly claim: UndoClaim;
}

/** What `reportUndo` tells. */
export interface UndoReport {
  readonly sale: UndoneSale;
  readonly ending: UndoEnding;
}

/** Asked once, never retried: it moves money. */
export interface CommandActivities {
  /** Hands one command to Getnet. Never throws for what Getnet does: the outcome is the value. */
  dispatch(order: DispatchOrder): Promise<DispatchOutcome>;
}

/** Read only, so it may be asked again. */
export interface QueryActivities {
  /** @throws ApplicationFailure `GetnetSilent`, retryable, when no readable answer came. */
  queryStatus(question: StatusQuestion): Promise<Verdict>;
  /** Asks the terminal itself, which has to be ours for as long: silence is a value. */
  queryDevice(question: StatusQuestion): Promise<Verdict>;
}

/** Idempotent and short: local activities. */
export interface LeaseActivities {
  acquireLease(claim: LeaseClaim): Promise<LeaseGrant>;
  releaseLease(give: LeaseReturn): Promise<LeaseRelease>;
  /** Whether the run that asks repeats an earlier one: a reset may begin after the terminal was had. */
  isRepeat(claim: LeaseClaim): Promise<boolean>;
}

/** To the one place that remembers a sale's undos; both may be told again. */
export interface UndoActivities {
  requestUndo(request: UndoRequest): Promise<UndoGrant>;
  /** Answered once it is remembered. */
  reportUndo(report: UndoReport): Promise<void>;
}

/** Look-ups in Temporal itself: read only. */
export interface HistoryActivities {
  /** How the holder of an expired lease ended; an overdue one is reported. */
  inspectHolder(holder: LeaseHolder): Promise<HolderState>;
  /** What the first run of a reset transaction had learned. */
  readFirstRun(run: { readonly workflowId: string; readonly runId: string }): Promise<FirstRun>;
  /** What became of an undo, by its own run and by what came in late. */
  readUndo(customId: CustomId): Promise<UndoState>;
}

export type Activities = CommandActivities &
  QueryActivities &
  LeaseActivities &
  UndoActivities &
  HistoryActivities;
