import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Log } from '../../config/logger.js';
import type { CustomId } from '../../domain/ids.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import type { CallbackResult, HintMetrics } from '../metrics/metrics.js';
import { Problem } from '../problems/problem.js';
import { refuseUnavailable } from '../store/unavailable.js';
import { HintHistory } from './hint-history.js';
import { PendingHint } from './pending-hint.js';
import { ConcurrencyLimit } from './concurrency-limit.js';

/**
 * Makes a hint durable once.
 *
 * @param limitMs how long this try may take.
 * @throws Problem of status 4xx when no further try can help; anything else is tried again.
 */
export type SendHint = (limitMs: number) => Promise<CallbackResult>;

/** How long and how much is kept. */
export interface DeliveryLimits {
  /** How long a sender is kept waiting. */
  readonly answerWithinMs: number;
  /** The limit of one try. */
  readonly tryForMs: number;
  /** How long the last tries of an ending process may take. */
  readonly drainWithinMs: number;
  /** Hints whose sender was told to come back: more than these are dropped, the oldest first. */
  readonly keepAtMost: number;
}

/** Getnet's own time limit is not known (contract §6): an answer is worth having within ten seconds. */
export const deliveryLimits: DeliveryLimits = {
  answerWithinMs: 9_500,
  tryForMs: 4_000,
  drainWithinMs: 5_000,
  keepAtMost: 10_000,
};

/** Late hints tried at a time: Temporal coming back is not met by all of them at once. */
const LATE_AT_A_TIME = 20;

const MIN_PAUSE_MS = 50;
const MAX_PAUSE_MS = { waiting: 1_000, late: 5_000, leaving: 250 } as const;

/**
 * Brings the hints of callbacks to their transactions. Whether a sender calls again is not known, so a hint is tried until
 * it is durable: while its sender waits, and after that for the life of the process. A sender that hangs up loses nothing.
 */
export class HintDelivery implements BeforeApplicationShutdown {
  private readonly underWay = new Map<string, PendingHint>();
  /** Those whose sender was told to come back, the oldest first. */
  private readonly late = new Set<PendingHint>();
  private readonly history = new HintHistory();
  private readonly turns = new ConcurrencyLimit(LATE_AT_A_TIME);
  private leaving = false;
  private closed = false;

  constructor(
    private readonly metrics: HintMetrics,
    private readonly log: Pick<Log, 'error'>,
    private readonly limits: DeliveryLimits = deliveryLimits,
  ) {
    metrics.watchHints(() => this.underWay.size);
  }

  /**
   * Tries until the hint is durable. One that is on its way already, or was delivered a moment ago, is not sent again.
   *
   * @returns what became of it; `repeated` or `ignored` where nothing was sent.
   * @throws Problem `orchestrator-unavailable` when the time of the sender is over: the hint is kept and tried on. Or
   * whatever problem `send` says is lasting.
   */
  async deliver(customId: CustomId, hint: CallbackHint, send: SendHint): Promise<CallbackResult> {
    const result = await this.deliverOnce(customId, hint, send);
    this.metrics.countCallback(result);
    return result;
  }

  /** The last tries of the process, before HTTP closes. What is lost all the same is named in the log. */
  async beforeApplicationShutdown(): Promise<void> {
    this.leaving = true;
    const open = [...this.underWay.values()];
    for (const pending of open) pending.wake();
    const ends = Promise.allSettled(open.map(({ end }) => end));
    await withDeadline(ends, this.limits.drainWithinMs);
    this.closed = true;
    for (const pending of this.underWay.values()) this.giveUp(pending);
  }

  private async deliverOnce(customId: CustomId, hint: CallbackHint, send: SendHint): Promise<CallbackResult> {
    const key = `${customId} ${hint.digest}`;
    const known = this.underWay.get(key);
    if (known) return this.waitForResult(known);
    if (this.history.wasDelivered(customId, hint, performance.now())) return 'repeated';
    if (!this.history.countIfAdmitted(customId, hint)) return 'ignored';
    const pending = new PendingHint(customId, hint);
    this.underWay.set(key, pending);
    void this.retryUntilEnded(pending, send).finally(() => {
      this.underWay.delete(key);
      this.late.delete(pending);
    });
    return this.waitForResult(pending);
  }

  private async waitForResult(pending: PendingHint): Promise<CallbackResult> {
    const result = await withDeadline(pending.end, this.limits.answerWithinMs);
    if (result !== undefined) return result;
    this.keep(pending);
    this.metrics.countCallback('failed');
    throw refuseUnavailable();
  }

  private async retryUntilEnded(pending: PendingHint, send: SendHint): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      await this.tryOnce(pending, send);
      if (this.closed) this.giveUp(pending);
      if (pending.hasEnded) return;
      await pending.pause(this.computePauseMs(pending, tries));
      if (pending.hasEnded) return;
    }
  }

  private async tryOnce(pending: PendingHint, send: SendHint): Promise<void> {
    const isLate = this.late.has(pending);
    const sendOnce = () => send(this.limits.tryForMs);
    try {
      const result = await (isLate ? this.turns.run(sendOnce) : sendOnce());
      this.history.recordDelivery(pending.customId, pending.hint, performance.now());
      if (this.late.has(pending)) this.metrics.countLateDelivery();
      pending.resolve(result);
    } catch (failure) {
      if (isLasting(failure)) pending.fail(failure);
    }
  }

  private computePauseMs(pending: PendingHint, tries: number): number {
    const phase = this.leaving ? 'leaving' : this.late.has(pending) ? 'late' : 'waiting';
    return Math.min(MIN_PAUSE_MS * 2 ** Math.min(tries, 10), MAX_PAUSE_MS[phase]);
  }

  private keep(pending: PendingHint): void {
    if (pending.hasEnded) return;
    this.late.add(pending);
    const [oldest] = this.late;
    if (this.late.size > this.limits.keepAtMost && oldest) this.giveUp(oldest);
  }

  private giveUp(pending: PendingHint): void {
    if (pending.hasEnded) return;
    this.late.delete(pending);
    this.metrics.countDroppedHint();
    const { customId } = pending;
    this.log.error({ customId }, 'a callback is given up: its transaction asks Getnet when its time comes');
    pending.fail(refuseUnavailable());
  }
}

function isLasting(failure: unknown): boolean {
  return failure instanceof Problem && failure.body.status < 500;
}

/** The promise's value, or undefined when the time is over. */
async function withDeadline<T>(promise: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  return Promise.race([promise, timeUp]).finally(() => clearTimeout(timer));
}
