import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../config/logger.js';
import type { TransactionId } from '../../domain/ids.js';
import { LedgerUnavailable } from '../database/ledger-unavailable.js';
import { listenForNotifications } from './notification-listener.js';
import { proveComplete } from './completeness.js';
import { projectRunning } from './running.js';
import { Tail } from './tail.js';
import type { TailParts } from './tail.js';

/** What a projector is made of. */
export interface ProjectorParts extends TailParts {
  readonly url: string;
  readonly log: Log;
}

const TAIL_EVERY_MS = 500;
const RECENT_EVERY_MS = 1_000;
const PROVE_EVERY_MS = 10_000;
const COUNT_EVERY_MS = 10_000;
const BELL_BATCH_MS = 20;
const AFTER_FAILURE_MS = 1_000;

const RECENT_MS = 3_600_000;
const HOUR_MS = 3_600_000;
/** The index knows by then what ended. */
const SETTLED_MS = 15_000;
const LAST_MINUTES_MS = 900_000;

/** Keeps the ledger up to date until it is stopped. Two of them at once write the same. */
export class Projector {
  private readonly stopping = new AbortController();
  private readonly notifiedIds = new Set<TransactionId>();
  private readonly tail: Tail;
  private loops: Promise<unknown> = Promise.resolve();
  private countedBackTo: number | undefined;
  private wakeNotified: () => void = () => undefined;

  constructor(private readonly parts: ProjectorParts) {
    this.tail = new Tail(parts);
  }

  start(): void {
    const onNotification = (ids: readonly TransactionId[]) => {
      for (const id of ids) this.notifiedIds.add(id);
      this.wakeNotified();
    };
    this.loops = Promise.all([
      listenForNotifications(this.parts.url, { signal: this.stopping.signal, onNotification }),
      this.projectNotified(),
      this.repeat(TAIL_EVERY_MS, () => this.followTail()),
      this.repeat(RECENT_EVERY_MS, () =>
        projectRunning(this.parts, new Date(Date.now() - RECENT_MS).toISOString()),
      ),
      this.repeat(PROVE_EVERY_MS, () => this.prove()),
      this.repeat(COUNT_EVERY_MS, () => this.countSlice()),
    ]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeNotified();
    await this.loops;
  }

  private async followTail(): Promise<void> {
    while (!(await this.tail.follow()) && !this.stopping.signal.aborted);
    this.parts.metrics.setUp(true);
  }

  private async prove(): Promise<void> {
    await proveComplete(this.parts, this.tail);
  }

  /** The last minutes each time, and one whole hour further back, until Temporal remembers no more. */
  private async countSlice(): Promise<void> {
    const now = Date.now();
    await this.tail.count(now - LAST_MINUTES_MS, now - SETTLED_MS);
    const to = this.countedBackTo ?? Math.floor(now / HOUR_MS) * HOUR_MS;
    const isForgotten = to - HOUR_MS < now - this.parts.retentionMs + HOUR_MS;
    if (!isForgotten) await this.tail.count(to - HOUR_MS, to);
    this.countedBackTo = isForgotten ? undefined : to - HOUR_MS;
  }

  private async projectNotified(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      if (this.notifiedIds.size === 0) await new Promise<void>((resolve) => (this.wakeNotified = resolve));
      // Those that come a moment later are read with it.
      await pause(BELL_BATCH_MS);
      const ids = [...this.notifiedIds];
      this.notifiedIds.clear();
      await this.tryOnce(() => this.parts.projection.project(ids.map((id) => ({ id }))));
    }
  }

  private async repeat(everyMs: number, act: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const isDone = await this.tryOnce(act);
      await pause(isDone ? everyMs : AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A server that is away is waited for: nothing is lost meanwhile, for Temporal keeps it. */
  private async tryOnce(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      if (this.stopping.signal.aborted) return false;
      this.parts.metrics.setUp(false);
      const whose = error instanceof LedgerUnavailable ? 'Postgres' : 'Temporal';
      const why = error instanceof Error ? error.message : String(error);
      this.parts.log.warn({ why }, `${whose} does not answer the projector; it tries again`);
      return false;
    }
  }
}
