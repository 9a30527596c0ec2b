import { setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import type { Device } from '../domain/terminal.js';
import { addWaiter, isSameWaiter, removeWaiter } from '../domain/waiting-line.js';
import type { Waiter, WaiterKey } from '../domain/waiting-line.js';
import type { QueueChange, QueueInput, QueueMemo, QueueView } from './terminal-queue.messages.js';
import type { WorkflowClock } from './workflow-clock.js';

/** So many holds are remembered: enough for an estimate. */
const MAX_REMEMBERED_HOLDS = 9;

/** Who waits for one terminal, in the order of arrival, and whose turn it is. */
export class WaitingLine {
  readonly device: Device;
  /** So many took the terminal in this run. */
  served = 0;
  /** The signal that started this run has been delivered. */
  hasNews = false;
  /** Until then newcomers look whether the terminal is quarantined. */
  closedUntilMs: number | undefined;
  private waiters: readonly Waiter[];
  private holdsMs: readonly number[];
  /** It was called, and has not answered. */
  private called: WaiterKey | undefined;
  private holder: string | undefined;

  constructor(
    { device, waiters = [], holdsMs = [], closedUntilMs }: QueueInput,
    readonly clock: WorkflowClock,
  ) {
    this.device = device;
    this.waiters = waiters;
    this.holdsMs = holdsMs;
    this.closedUntilMs = closedUntilMs;
  }

  /** 0 where the terminal is not quarantined. */
  get closedForMs(): number {
    return Math.max((this.closedUntilMs ?? 0) - this.clock.nowMs(), 0);
  }

  get first(): Waiter | undefined {
    return this.waiters[0];
  }

  get view(): QueueView {
    return { version: 1, waiters: this.waiters, holdsMs: this.holdsMs };
  }

  /** For the next run of this queue. */
  get input(): QueueInput {
    const { device, waiters, holdsMs, closedUntilMs } = this;
    return { version: 1, device, waiters, holdsMs, ...(closedUntilMs !== undefined && { closedUntilMs }) };
  }

  apply(change: QueueChange): void {
    this.clock.advance(change.at);
    this.hasNews = true;
    switch (change.kind) {
      case 'joins':
        this.waiters = addWaiter(this.waiters, change.waiter, change.again);
        break;
      case 'closes':
      case 'opens':
        this.close(change.kind === 'closes' ? change.until : undefined);
        break;
      case 'took':
      case 'missed':
      case 'leaves':
        this.applyAnswer(change.kind, change.waiter);
    }
    this.describe();
  }

  get memo(): QueueMemo {
    return { isClosed: this.closedUntilMs !== undefined };
  }

  /** New payments read this memo with the `describe` that they send anyway. */
  private close(untilMs: number | undefined): void {
    const wasClosed = this.memo.isClosed;
    this.closedUntilMs = untilMs;
    if (wasClosed !== this.memo.isClosed) upsertMemo({ ...this.memo });
  }

  private applyAnswer(kind: 'took' | 'missed' | 'leaves', key: WaiterKey): void {
    if (this.called && isSameWaiter(this.called, key)) this.called = undefined;
    if (kind === 'missed') return;
    const waiter = this.waiters.find((other) => isSameWaiter(other, key));
    this.remove(key);
    if (kind === 'leaves' || waiter === undefined) return;
    this.served += 1;
    this.holder = waiter.transactionId;
  }

  remove(key: WaiterKey): void {
    this.waiters = removeWaiter(this.waiters, key);
  }

  /** It is the waiter's turn until it answers. */
  call(waiter: Waiter): void {
    this.called = waiter;
    this.describe();
  }

  isCalled(waiter: Waiter): boolean {
    const isCalled = this.called !== undefined && isSameWaiter(this.called, waiter);
    return isCalled && this.waiters.some((other) => isSameWaiter(other, waiter));
  }

  /** The present lease has ended. @param heldMs undefined where there was none. */
  recordEndOfHold(heldMs: number | undefined): void {
    this.holder = undefined;
    if (heldMs !== undefined) this.holdsMs = [...this.holdsMs, heldMs].slice(-MAX_REMEMBERED_HOLDS);
  }

  /** Tells a reader of the Temporal UI who has the terminal and who waits. */
  describe(): void {
    const { country, serialNumber } = this.device;
    const lease = `\`terminal/${country}/${serialNumber}\``;
    const now = this.called
      ? 'The terminal is free, and the first has been called.'
      : `${this.holder ?? `The holder in ${lease}`} has the terminal. The queue calls the first waiter when that lease ends.`;
    const line = this.waiters.map(
      ({ transactionId, attempt, deadline }, place) =>
        `${place + 1}. ${transactionId}${attempt > 1 ? `, attempt ${attempt}` : ''}, until ${new Date(deadline).toISOString()}`,
    );
    const closed =
      this.closedUntilMs === undefined
        ? []
        : [`\`terminalQuarantine/${country}/${serialNumber}\`: new payments are refused.`, ''];
    setCurrentDetails([...closed, now, '', ...line].join('\n'));
  }
}
