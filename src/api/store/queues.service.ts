import { Inject, Injectable } from '@nestjs/common';
import type { Snapshot } from '../../domain/snapshot.js';
import { toDevice } from '../../domain/terminal.js';
import type { Terminal } from '../../domain/terminal.js';
import { computeQueuePlace } from '../../domain/waiting-line.js';
import type { PresentHold, QueuePlace } from '../../domain/waiting-line.js';
import { undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { queueQuery, queueWorkflowId } from '../../workflows/terminal-queue.messages.js';
import type { QueueMemo } from '../../workflows/terminal-queue.messages.js';
import { Leases } from './leases.service.js';
import type { LatestLease } from './leases.service.js';
import { Quarantines } from './quarantines.service.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

/** How long a worker may take to answer a query. */
const QUERY_MS = 500;

/** Who wants a terminal. */
export interface TerminalOccupancy {
  readonly lease: LatestLease | undefined;
  /** Then no newcomer is given the terminal. */
  readonly hasWaiters: boolean;
  /** Then it takes no new payment. */
  readonly isQuarantined: boolean;
}

/** Tells who waits for a terminal, and whether it takes payments. */
@Injectable()
export class Queues {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly leases: Leases,
    private readonly quarantines: Quarantines,
  ) {}

  /** @returns undefined for a transaction that does not wait, and where no worker answers. */
  async findPlace({ status, accepted }: Snapshot): Promise<QueuePlace | undefined> {
    if (status !== 'queued') return undefined;
    const { terminal, transactionId } = accepted;
    const query = () => this.getHandle(terminal).query(queueQuery);
    try {
      const [view, lease] = await Promise.all([
        callTemporal(this.temporal, QUERY_MS, query),
        this.leases.findLatest(terminal),
      ]);
      return computeQueuePlace(transactionId, { ...view, hold: toPresentHold(lease) }, Date.now());
    } catch {
      return undefined;
    }
  }

  /** Who has a terminal, and whether somebody waits for it. @throws Problem `orchestrator-unavailable` */
  async readOccupancy(terminal: Terminal): Promise<TerminalOccupancy> {
    const [lease, hasWaiters, quarantine] = await Promise.all([
      this.leases.findLatest(terminal),
      this.hasWaiters(terminal),
      this.quarantines.find(terminal),
    ]);
    return { lease, hasWaiters, isQuarantined: quarantine !== undefined };
  }

  private async hasWaiters(terminal: Terminal): Promise<boolean> {
    const found = await callTemporal(this.temporal, LOOK_UP_MS, () =>
      this.getHandle(terminal).describe(),
    ).catch(undefinedWhenNotFound);
    if (found?.status.name !== 'RUNNING') return false;
    const { isClosed = false } = (found.memo ?? {}) as Partial<QueueMemo>;
    return isClosed ? this.isAnyoneInLine(terminal) : true;
  }

  /** The queue of a quarantined terminal runs also while nobody waits; where it does not answer, somebody may. */
  private async isAnyoneInLine(terminal: Terminal): Promise<boolean> {
    const query = () => this.getHandle(terminal).query(queueQuery);
    try {
      return (await callTemporal(this.temporal, QUERY_MS, query)).waiters.length > 0;
    } catch {
      return true;
    }
  }

  private getHandle(terminal: Terminal) {
    return this.temporal.client.workflow.getHandle(queueWorkflowId(toDevice(terminal)));
  }
}

function toPresentHold(lease: LatestLease | undefined): PresentHold | undefined {
  if (lease === undefined || !lease.running) return undefined;
  const { holder, since, until } = lease.memo;
  return { transactionId: holder.transactionId, since: Date.parse(since), until: Date.parse(until) };
}
