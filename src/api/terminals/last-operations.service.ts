import { Injectable } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import { Runs } from '../transactions/runs.service.js';
import type { LatestLease } from './leases.service.js';
import type { LastOperation } from './render-terminal.js';

/** Tells what a terminal did last: its latest lease names it, its own run says how it stands. */
@Injectable()
export class LastOperations {
  constructor(private readonly runs: Runs) {}

  /** @returns undefined where no lease is remembered. @throws Problem `orchestrator-unavailable` */
  async namedBy(lease: LatestLease | undefined): Promise<LastOperation | undefined> {
    const { holder } = lease?.memo ?? {};
    const id = holder && parseTransactionId(holder.transactionId);
    if (holder === undefined || id === undefined) return undefined;
    const snapshot = await this.runs.snapshotOf(id);
    const { type, createdAt } = holder;
    return { transactionId: id, type, status: snapshot?.status ?? 'needs_attention', createdAt };
  }
}
