import { Injectable, Inject } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import { Runs } from './runs.service.js';
import type { LatestLease } from './leases.service.js';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isSale } from '../../domain/transaction-type.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { Leases } from './leases.service.js';
import { LAST_STEP_MS } from './transaction-index.service.js';

/** What a terminal did last, and how that stands. */
export interface LastOperation {
  readonly transactionId: string;
  readonly type: string;
  readonly status: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Tells what a terminal did last: its latest lease names it, its own run says how it stands. */
@Injectable()
export class LastOperations {
  constructor(private readonly runs: Runs) {}

  /** @returns undefined where no lease is remembered. @throws Problem `orchestrator-unavailable` */
  async read(lease: LatestLease | undefined): Promise<LastOperation | undefined> {
    const { holder } = lease?.memo ?? {};
    const id = holder && parseTransactionId(holder.transactionId);
    if (holder === undefined || id === undefined) return undefined;
    const snapshot = await this.runs.readSnapshot(id);
    const { type, createdAt } = holder;
    return { transactionId: id, type, status: snapshot?.status ?? 'needs_attention', createdAt };
  }
}

/** How far the index may lag behind. */
const INDEX_LAG_MS = 10_000;

/** What the terminals of a merchant did last. */
export interface LatestSales {
  /** As they stand: each the last operation of its terminal. */
  readonly sales: readonly Snapshot[];
  /** Whether something on one of them may be too recent for the index. */
  readonly aheadOfTheIndex: boolean;
}

/** Reads the last operations of terminals from their leases, which are never behind. */
@Injectable()
export class LatestOperations {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly leases: Leases,
    private readonly runs: Runs,
  ) {}

  /** @throws Problem `orchestrator-unavailable` */
  async readSales(merchant: string): Promise<LatestSales> {
    const leases = await this.readLeases(merchant);
    const operations = await this.readOperations(leases);
    return {
      sales: operations.filter(({ accepted }) => isSale(accepted.type)),
      aheadOfTheIndex: leases.some(isRecent),
    };
  }

  private async readOperations(leases: readonly LatestLease[]): Promise<readonly Snapshot[]> {
    const ids = leases.flatMap(({ memo }) => parseTransactionId(memo.holder.transactionId) ?? []);
    const snapshots = await Promise.all(ids.map((id) => this.runs.readSnapshot(id, LAST_STEP_MS)));
    return snapshots.filter((snapshot) => snapshot !== undefined);
  }

  private async readLeases(merchant: string): Promise<readonly LatestLease[]> {
    const terminals: readonly ConfiguredTerminal[] = this.merchants.listTerminals(merchant);
    const leases = await Promise.all(terminals.map((one) => this.leases.latest(one)));
    return leases.filter((lease) => lease !== undefined);
  }
}

function isRecent({ memo, endedAt }: LatestLease): boolean {
  return Date.now() - Math.max(Date.parse(memo.since), endedAt ?? 0) < INDEX_LAG_MS;
}
