import { Injectable, Inject } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import { Runs } from './runs.service.js';
import type { LatestLease } from './leases.service.js';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { Status } from '../../domain/status.js';
import { isSale } from '../../domain/transaction-type.js';
import { LedgerUnavailable } from '../../ledger/database/ledger-unavailable.js';
import { BRIEF_ANSWER_MS, LedgerDatabase } from '../../ledger/database/ledger-database.js';
import { readLastOperations } from '../../ledger/queries/last-operations.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { Leases } from './leases.service.js';
import { INDEX_LAG_MS } from './index-lag.js';
import { LAST_STEP_MS } from './run-view.js';

/** What a terminal did last, and how that stands. */
export interface LastOperation {
  readonly transactionId: string;
  readonly type: string;
  readonly status: Status;
  /** ISO 8601. */
  readonly createdAt: string;
}

/**
 * Tells what a terminal did last: its latest lease names it, its own run says how it stands. The ledger saves that look where it
 * knows the end of the same transaction, and is all there is where no lease is remembered.
 */
@Injectable()
export class LastOperations {
  constructor(
    private readonly runs: Runs,
    @Inject(LedgerDatabase) private readonly ledger: LedgerDatabase,
  ) {}

  /** By terminal, from the ledger: one statement, and nothing where it is away. */
  async readKnown(
    merchant: string,
    terminalIds: readonly string[],
  ): Promise<ReadonlyMap<string, LastOperation>> {
    const found = await this.ledger.askBriefly(BRIEF_ANSWER_MS, () =>
      readLastOperations(this.ledger, merchant, terminalIds),
    );
    const rows = found instanceof LedgerUnavailable ? [] : found;
    return new Map(
      rows.map(({ terminalId, createdAt, ...row }) => [
        terminalId,
        { ...row, createdAt: createdAt.toISOString() },
      ]),
    );
  }

  /**
   * @param lease of the device: it may have been another merchant's when it was given.
   * @param known what the ledger knows of this merchant's.
   * @returns undefined where nothing of the merchant is remembered. @throws Problem `orchestrator-unavailable`
   */
  async read(
    { merchant }: Pick<ConfiguredTerminal, 'merchant'>,
    lease: LatestLease | undefined,
    known: LastOperation | undefined,
  ): Promise<LastOperation | undefined> {
    const { holder } = lease?.memo ?? {};
    const id = holder && parseTransactionId(holder.transactionId);
    if (holder === undefined || id === undefined || holder.merchant !== merchant) return known;
    if (known?.transactionId === id && isFinal(known.status)) return known;
    const snapshot = await this.runs.readSnapshot(id);
    const { type, createdAt } = holder;
    return { transactionId: id, type, status: snapshot?.status ?? 'needs_attention', createdAt };
  }
}

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
    const leases = await Promise.all(terminals.map((one) => this.leases.findLatest(one)));
    return leases.filter((lease) => lease !== undefined);
  }
}

function isRecent({ memo, endedAtMs: endedAt }: LatestLease): boolean {
  return Date.now() - Math.max(Date.parse(memo.since), endedAt ?? 0) < INDEX_LAG_MS;
}
