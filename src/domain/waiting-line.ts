import type { TransactionId } from './ids.js';
import type { EpochMs } from './time.js';

/** One attempt that waits for a terminal. */
export interface Waiter {
  readonly transactionId: TransactionId;
  readonly merchant: string;
  readonly workflowId: string;
  /** The run that waits: a reset of it does not. */
  readonly runId: string;
  readonly attempt: number;
  /** When it first joined. */
  readonly joinedAt: EpochMs;
  /** From then on it does not take the terminal. */
  readonly deadline: EpochMs;
  /** It charges a customer: a quarantine refuses it. */
  readonly isPayment?: true;
}

/** Names a waiter. */
export type WaiterKey = Pick<Waiter, 'runId' | 'attempt'>;

/** After its deadline a waiter is kept this long, so that it can say itself that it leaves. */
export const WAITER_GRACE_MS = 5_000;

export function isSameWaiter(one: WaiterKey, other: WaiterKey): boolean {
  return one.runId === other.runId && one.attempt === other.attempt;
}

/**
 * The first joining counts: a waiter that is known keeps its place. A new one comes last. One that had joined a queue that no
 * longer exists finds its place again by the time when it first joined.
 */
export function addWaiter(line: readonly Waiter[], waiter: Waiter, joinsAgain: boolean): readonly Waiter[] {
  if (line.some((other) => isSameWaiter(other, waiter))) return line;
  const place = joinsAgain ? line.findIndex(({ joinedAt }) => joinedAt > waiter.joinedAt) : -1;
  return place < 0 ? [...line, waiter] : line.toSpliced(place, 0, waiter);
}

export function removeWaiter(line: readonly Waiter[], key: WaiterKey): readonly Waiter[] {
  return line.filter((waiter) => !isSameWaiter(waiter, key));
}

/** Whether a waiter has had the time to leave by itself. */
export function isWaiterOverdue({ deadline }: Pick<Waiter, 'deadline'>, now: number): boolean {
  return now >= deadline + WAITER_GRACE_MS;
}

/** How a place in a queue looks from outside. */
export interface QueuePlace {
  /** Among those that wait, from 1. */
  readonly position: number;
  /** All that are served before it, the holder included. */
  readonly ahead: number;
  /** ISO 8601: an estimate, never later than the waiter's own deadline. */
  readonly expectedBy: string;
}

/** Who has the terminal. */
export interface PresentHold {
  readonly transactionId: string;
  readonly since: EpochMs;
  readonly until: EpochMs;
}

/** What a place is computed from. */
export interface LineView {
  readonly waiters: readonly Pick<Waiter, 'transactionId' | 'deadline'>[];
  readonly hold: PresentHold | undefined;
  /** How long the latest holders had the terminal. */
  readonly holdsMs: readonly number[];
}

/** A sale takes about this long, where nothing better is known. */
const DEFAULT_HOLD_MS = 30_000;

/** @returns undefined where the transaction does not wait in this queue. */
export function computeQueuePlace(
  transactionId: string,
  { waiters, hold, holdsMs }: LineView,
  now: number,
): QueuePlace | undefined {
  const line = waiters.filter((waiter) => !isWaiterOverdue(waiter, now));
  const index = line.findIndex((waiter) => waiter.transactionId === transactionId);
  const waiter = line[index];
  if (waiter === undefined) return undefined;
  const before = new Set<string>(line.slice(0, index).map((other) => other.transactionId));
  // The first may have the terminal already, and be about to say so.
  if (hold && hold.transactionId !== transactionId) before.add(hold.transactionId);
  const holdMs = computeMedian(holdsMs) ?? DEFAULT_HOLD_MS;
  const isHolderFirst = hold !== undefined && before.has(hold.transactionId);
  const holderEndsAt = isHolderFirst ? Math.max(Math.min(hold.since + holdMs, hold.until), now) : now;
  const waitersBefore = before.size - (isHolderFirst ? 1 : 0);
  const expectedAt = Math.min(holderEndsAt + waitersBefore * holdMs, waiter.deadline);
  return { position: index + 1, ahead: before.size, expectedBy: new Date(expectedAt).toISOString() };
}

function computeMedian(values: readonly number[]): number | undefined {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
