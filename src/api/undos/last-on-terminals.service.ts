import { Inject, Injectable } from '@nestjs/common';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { parseTransactionId } from '../../domain/ids.js';
import { isSale } from '../../domain/transaction-type.js';
import { MERCHANTS } from '../settings.module.js';
import { Leases } from '../terminals/leases.service.js';
import type { LatestLease } from '../terminals/leases.service.js';
import { Runs } from '../transactions/runs.service.js';
import { LAST_STEP } from '../transactions/transaction-index.service.js';

/** By then the index knows what happened, in milliseconds. */
const INDEX_LAG = 10_000;

/** What the terminals of a merchant did last. */
export interface LatestSales {
  /** As they stand: each the last operation of its terminal. */
  readonly sales: readonly Snapshot[];
  /** Whether something on one of them may be too recent for the index. */
  readonly aheadOfTheIndex: boolean;
}

/** Reads the last operations of terminals from their leases, which are never behind. */
@Injectable()
export class LastOnTerminals {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly leases: Leases,
    private readonly runs: Runs,
  ) {}

  /** @throws Problem `orchestrator-unavailable` */
  async sales(merchant: string): Promise<LatestSales> {
    const leases = await this.leasesOf(merchant);
    const operations = await this.operationsOf(leases);
    return {
      sales: operations.filter(({ accepted }) => isSale(accepted.type)),
      aheadOfTheIndex: leases.some(isRecent),
    };
  }

  private async operationsOf(leases: readonly LatestLease[]): Promise<readonly Snapshot[]> {
    const ids = leases.flatMap(({ memo }) => parseTransactionId(memo.holder.transactionId) ?? []);
    const snapshots = await Promise.all(ids.map((id) => this.runs.snapshotOf(id, LAST_STEP)));
    return snapshots.filter((snapshot) => snapshot !== undefined);
  }

  private async leasesOf(merchant: string): Promise<readonly LatestLease[]> {
    const terminals: readonly ConfiguredTerminal[] = this.merchants.listTerminals(merchant);
    const leases = await Promise.all(terminals.map((one) => this.leases.latest(one)));
    return leases.filter((lease) => lease !== undefined);
  }
}

function isRecent({ memo, endedAt }: LatestLease): boolean {
  return Date.now() - Math.max(Date.parse(memo.since), endedAt ?? 0) < INDEX_LAG;
}
