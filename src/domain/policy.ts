import type { DurationMs, EpochMs } from './time.js';
import type { Accepted } from './transaction.js';

/** How a command is sent: answered at once and called back, or held until the terminal has finished (contract §0.5, S1). */
export type Mode = 'async' | 'sync';

/** The time limits that steer a transaction, copied into its input at start. */
export interface TimeLimits {
  /** A command not handed to Getnet within this is never sent. */
  readonly dispatchWithin: DurationMs;
  /** The longest wait for one answer of Getnet in async mode, status query included. */
  readonly getnetTimeout: DurationMs;
  /** Getnet's first window: 90 s (contract §7). */
  readonly lifecycleWindow: DurationMs;
  /** Getnet's longest lifecycle of a command: 5 minutes (contract §7). */
  readonly lifecycleLimit: DurationMs;
  /** An outcome still unknown after this needs a person. */
  readonly attentionAfter: DurationMs;
  /** A key whose attempt was *not sent* may try again within this, counted from the first acceptance. */
  readonly retryWithin: DurationMs;
  /** A callback address is accepted for this long after the sending; never longer than `retryWithin`. */
  readonly callbackValidFor: DurationMs;
}

/** What the settings were when the transaction was accepted: later changes do not touch it. */
export interface Policy {
  readonly mode: Mode;
  readonly limits: TimeLimits;
  /** How `C2C SERVICE NOT RESPONDING` without an id is read: "probably no" money moved, by our inference (contract §8). */
  readonly offlineMeans: 'not_sent' | 'unknown';
  /** Whether the terminal itself can be asked how a command ended (contract §5.2); not in every country. */
  readonly deviceQuery: boolean;
  /**
   * Whether Getnet can be told to stop this transaction at its terminal (contract §4.6). Absent in what was accepted before a
   * transaction could be cancelled: then a cancel request of Temporal keeps its former meaning.
   */
  readonly cancelCommand?: boolean;
  /**
   * Whether a held command that was cancelled before it left is withheld, and its terminal told to stop only where it has left. Absent in
   * what was accepted before: then a cancel request counts its time from when the command was given to a worker.
   */
  readonly cancelFollowsCommand?: boolean;
  /**
   * The merchant's own: so many outcomes in a row that need a person quarantine the terminal. Absent in what was accepted before
   * there was a quarantine: its outcome counts where another one is counted, and counts none itself.
   */
  readonly quarantineAfter?: number;
  /**
   * Counted from acceptance: a payment of which nothing was heard by then quarantines the terminal alone. Absent in what was
   * accepted before there was such a bound.
   */
  readonly quarantineSilentAfter?: DurationMs;
  /**
   * Whether a worker claims a command at Temporal before it sends it: then the silence of one that did not tells that nothing was sent.
   * Absent in what was accepted when workers claimed nothing.
   */
  readonly claimsDispatch?: boolean;
  /**
   * Whether the time for a late callback counts from the last moment to send, as its address does. Absent in what was accepted before:
   * then it counts from acceptance, and is over too early for a command that waited.
   */
  readonly countsCallbacksFromSending?: boolean;
}

/**
 * How long a terminal stays with its holder at the most, counted from acceptance: the deadline to send,
 * the wait for an answer, Getnet's whole lifecycle, and a tenth for clocks that disagree.
 */
export function computeLeaseBoundMs({ dispatchWithin, getnetTimeout, lifecycleLimit }: TimeLimits): number {
  return Math.ceil((dispatchWithin + getnetTimeout + lifecycleLimit) * 1.1);
}

/** From then on no command of the holder can still be live on the terminal. */
export function computeLeaseEndMs(dispatchByMs: number, limits: TimeLimits): number {
  return dispatchByMs - limits.dispatchWithin + computeLeaseBoundMs(limits);
}

/**
 * The API accepts by its own clock. Where that is ahead, the command would leave later, the terminal be held longer, and an undo of the
 * sale seem to be from before it. What was accepted is from before the start of its run, by Temporal's clock.
 */
export function limitToRunStart(accepted: Accepted, startedAtMs: number, limits: TimeLimits): Accepted {
  if (Date.parse(accepted.createdAt) <= startedAtMs) return accepted;
  const dispatchBy = Math.min(accepted.dispatchBy, startedAtMs + limits.dispatchWithin);
  return { ...accepted, createdAt: new Date(startedAtMs).toISOString(), dispatchBy };
}

const MAX_START_MS = 10_000;

/** A run that starts later than this after its acceptance counts as started again by hand: it sends nothing. */
export function computeLongestStartMs({ dispatchWithin }: TimeLimits): number {
  return Math.min(dispatchWithin / 2, MAX_START_MS);
}

/**
 * A start is given up by then, however long its caller waits, so that it takes effect in time or never. A fifth is left for
 * clocks that disagree.
 */
export function computeStartDeadlineMs(
  { createdAt }: Pick<Accepted, 'createdAt'>,
  limits: TimeLimits,
): number {
  return Date.parse(createdAt) + computeLongestStartMs(limits) * 0.8;
}

/** The inverse of {@link computeLeaseEndMs}: the latest moment to send under a lease. */
export function computeDispatchByMs(leaseEndMs: number, limits: TimeLimits): number {
  return leaseEndMs - computeLeaseBoundMs(limits) + limits.dispatchWithin;
}

/** How long an answer may be on its way back while Temporal is away. */
const RESULT_DELIVERY_MS = 60_000;

/** A dispatch that has not reported within this time counts as lost. */
export function computeDispatchTimeoutMs(policy: Policy, startWithinMs: number): number {
  return startWithinMs + computeAnswerTimeoutMs(policy) + RESULT_DELIVERY_MS;
}

/** Whether a dispatch may still be outstanding when a person is needed: then the budget needs a timer beside it. */
export function canOutlastBudget(policy: Policy): boolean {
  const { dispatchWithin, attentionAfter } = policy.limits;
  return computeDispatchTimeoutMs(policy, dispatchWithin) > attentionAfter;
}

/** How long the dispatch may take once its request has left. */
export function computeAnswerTimeoutMs({ mode, limits }: Policy): number {
  return mode === 'sync' ? limits.lifecycleLimit + limits.getnetTimeout : limits.getnetTimeout;
}

/**
 * How long a cancel request may take at most, from its scheduling to its end: the time to leave, the time to be answered, and a
 * margin.
 */
export function computeCancelTimeoutMs({ getnetTimeout }: TimeLimits): number {
  return 2 * getnetTimeout + CANCEL_MARGIN_MS;
}

const CANCEL_MARGIN_MS = 5_000;

/** A cancel request that leaves later could meet the command of the next holder of the terminal. */
export function computeCancelBoundMs(leaseEndMs: number, { getnetTimeout }: TimeLimits): number {
  return leaseEndMs - 2 * getnetTimeout;
}

const MAX_HOLD_BACK_MS = 2_000;

/**
 * A held command has no acknowledgement. Its cancel request waits this long: a refusal of the command comes earlier, and a
 * request that reaches the terminal before its command stops nothing, or another operation.
 */
export function computeCancelHoldBackMs({ lifecycleWindow }: TimeLimits): number {
  return Math.min(lifecycleWindow / 20, MAX_HOLD_BACK_MS);
}

/** A held command and its cancel request. */
export interface HeldCommand {
  readonly handedOutAtMs: number;
  readonly dispatchBy: EpochMs;
  /** When the cancel request was taken. */
  readonly nowMs: number;
}

/** A cancel request is held back until then: its command may have been allowed to leave right before it was taken. */
export function computeCancelHoldBackEndMs(
  { handedOutAtMs, dispatchBy, nowMs }: HeldCommand,
  { cancelFollowsCommand = false, limits }: Policy,
): number {
  const maySendUntilMs = cancelFollowsCommand ? Math.min(nowMs, dispatchBy) : handedOutAtMs;
  return maySendUntilMs + computeCancelHoldBackMs(limits);
}
