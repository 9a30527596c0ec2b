import { Inject, Injectable } from '@nestjs/common';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import { toDevice } from '../../domain/terminal.js';
import { isReleaseReason, leaseWorkflowId } from '../../workflows/terminal-lease.messages.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { Leases } from './leases.service.js';
import { readTermination } from './run-history.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

/** A terminal whose latest lease somebody ended by hand: two transactions may have used it. */
export interface LostLease {
  readonly terminalId: string;
  /** Who had the terminal. */
  readonly transactionId: string;
  /** ISO 8601: when the lease was ended. */
  readonly since: string;
  /** ISO 8601: until then a command of its holder could be live. */
  readonly until: string;
  /** What whoever ended it wrote, and who that was, as Temporal knows them. */
  readonly reason: string;
  readonly identity: string;
}

/** Finds leases that were ended by hand, by the ids of the terminals alone: the latest of each. */
@Injectable()
export class LostLeases {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly leases: Leases,
  ) {}

  /** @throws Problem `orchestrator-unavailable` */
  async list(merchant: string): Promise<readonly LostLease[]> {
    const found = await Promise.all(this.merchants.listTerminals(merchant).map((one) => this.find(one)));
    return found.filter((lost) => lost !== undefined);
  }

  /** @returns undefined where the latest lease runs, was given back, or ended at its bound. @throws Problem `orchestrator-unavailable` */
  async find(terminal: ConfiguredTerminal): Promise<LostLease | undefined> {
    const latest = await this.leases.latest(terminal);
    if (latest === undefined || latest.running) return undefined;
    const { holder, until } = latest.memo;
    const endedAt = latest.endedAt ?? Date.now();
    if (endedAt >= Date.parse(until)) return undefined;
    const termination = await callTemporal(this.temporal, LOOK_UP_MS, () =>
      readTermination(this.temporal.client, leaseWorkflowId(toDevice(terminal))),
    );
    if (termination === undefined || isReleaseReason(termination.reason)) return undefined;
    const { transactionId } = holder;
    const since = new Date(endedAt).toISOString();
    return { terminalId: terminal.id, transactionId, since, until, ...termination };
  }
}
