import { Inject, Injectable } from '@nestjs/common';
import type { Snapshot } from '../../domain/snapshot.js';
import { toDevice } from '../../domain/terminal.js';
import type { Terminal } from '../../domain/terminal.js';
import { computeQueuePlace } from '../../domain/waiting-line.js';
import type { PresentHold, QueuePlace } from '../../domain/waiting-line.js';
import { queueQuery, queueWorkflowId } from '../../workflows/terminal-queue.messages.js';
import { Leases } from './leases.service.js';
import type { LatestLease } from './leases.service.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { undefinedWhenNotFound } from './unavailable.js';

/** How long a worker may take to answer a query. */
const QUERY_MS = 500;

/** Who wants a terminal. */
export interface TerminalDemand {
  readonly lease: LatestLease | undefined;
  /** Then no newcomer is given the terminal. */
  readonly hasWaiters: boolean;
}

/** Tells who waits for a terminal. */
@Injectable()
export class Queues {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly leases: Leases,
  ) {}

  /** @returns undefined for a transaction that does not wait, and where no worker answers. */
  async findPlace({ status, accepted }: Snapshot): Promise<QueuePlace | undefined> {
    if (status !== 'queued') return undefined;
    const { terminal, transactionId } = accepted;
    const query = () => this.getHandle(terminal).query(queueQuery);
    try {
      const [view, lease] = await Promise.all([
        callTemporal(this.temporal, QUERY_MS, query),
        this.leases.latest(terminal),
      ]);
      return computeQueuePlace(transactionId, { ...view, hold: toPresentHold(lease) }, Date.now());
    } catch {
      return undefined;
    }
  }

  /** Who has a terminal, and whether somebody waits for it. @throws Problem `orchestrator-unavailable` */
  async readDemand(terminal: Terminal): Promise<TerminalDemand> {
    const [lease, hasWaiters] = await Promise.all([this.leases.latest(terminal), this.hasWaiters(terminal)]);
    return { lease, hasWaiters };
  }

  private async hasWaiters(terminal: Terminal): Promise<boolean> {
    const found = await callTemporal(this.temporal, LOOK_UP_MS, () =>
      this.getHandle(terminal).describe(),
    ).catch(undefinedWhenNotFound);
    return found?.status.name === 'RUNNING';
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
