import { Inject, Injectable } from '@nestjs/common';
import type { CustomId, TransactionId } from '../../domain/ids.js';
import { nameUse } from '../../domain/key-use.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { MoneyMoved } from '../../domain/status.js';
import { isSale } from '../../domain/transaction-type.js';
import { chooseUndoEnding, dropOtherUse, withUndoEnding } from '../../domain/undo-list.js';
import type { RunReport } from '../../domain/undo-list.js';
import type { Undo } from '../../domain/undo.js';
import { listUndoNames, mergeUndos } from '../../domain/undos-by-number.js';
import type { RememberedSale } from '../../domain/undos-by-number.js';
import { computeNetSale, warnOfGoneUndos } from '../../domain/net-sale.js';
import type { NetSale } from '../../domain/net-sale.js';
import { undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { undosWorkflowId } from '../../workflows/undos.messages.js';
import type { UndosMemo } from '../../workflows/undos.messages.js';
import { LateResults } from './late-results.service.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { Runs } from './runs.service.js';
import { buildNames, toOwnSale } from '../../getnet/countries/sale-numbers.js';

/** Reads what is remembered of a sale's undos. */
@Injectable()
export class UndoHistory {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly runs: Runs,
    private readonly lateResults: LateResults,
  ) {}

  /** Every undo of the sale, by whichever name it was made, oldest first. @throws Problem `orchestrator-unavailable` */
  async read(sale: RememberedSale): Promise<readonly Undo[]> {
    const [own, ...others] = await Promise.all(listUndoNames(sale).map((name) => this.readUnder(name)));
    return this.completeOpen(mergeUndos(sale, own ?? [], others.flat()));
  }

  /** The transaction with what was undone of it, where it is an approved sale. @throws Problem `orchestrator-unavailable` */
  async readNetSale(snapshot: Snapshot): Promise<NetSale> {
    const { accepted, status } = snapshot;
    if (status !== 'approved' || !isSale(accepted.type)) return { snapshot, undos: [] };
    // A sale that was never undone by its id is read by one call; what was undone by its numbers is found by its next undo.
    const name = nameUse(accepted);
    if ((await this.readUnder(name)).length === 0) return computeNetSale(snapshot, []);
    const sale = { name, ...toOwnSale(snapshot), ...buildNames(snapshot) };
    const net = computeNetSale(snapshot, await this.read(sale));
    return warnOfGoneUndos(net, await this.findGone(net.undos));
  }

  /** Those that were approved, and proven after their end to have given nothing back. */
  private async findGone(undos: readonly Undo[]): Promise<readonly Undo[]> {
    const done = undos.filter(({ state }) => state === 'done');
    const reports = await this.readReports(done);
    const isGone = async (undo: Undo) => {
      const { customId, transactionId } = undo;
      const report = reports.get(transactionId);
      const snapshot = report === 'silent' ? undefined : report && dropOtherUse(report, undo)?.snapshot;
      if (snapshot?.accepted.customId !== customId || snapshot.status !== 'approved') return false;
      const late = await this.lateResults.findContradiction(snapshot);
      return late?.moneyMoved === 'no';
    };
    const gone = await Promise.all(done.map(isGone));
    return done.filter((_, place) => gone[place]);
  }

  private async readUnder(name: string): Promise<readonly Undo[]> {
    const workflow = this.temporal.client.workflow.getHandle(undosWorkflowId(name));
    const found = await callTemporal(this.temporal, LOOK_UP_MS, () => workflow.describe()).catch(
      undefinedWhenNotFound,
    );
    return (found?.memo as UndosMemo | undefined)?.undos ?? [];
  }

  /** An undo reports how it stands; the report of one may be on its way, and one that seemed to have failed may be proven
   * later: its own run knows, and what came in late. */
  private async completeOpen(undos: readonly Undo[]): Promise<readonly Undo[]> {
    const doubtful = undos.filter(({ state }) => state !== 'done');
    const reports = await this.readReports(doubtful);
    const late = await this.readLate(doubtful);
    let known = undos;
    for (const undo of doubtful) {
      const report = reports.get(undo.transactionId);
      const ending = chooseUndoEnding(undo, { report, late: late.get(undo.customId) });
      const { finalAt } = (report !== 'silent' && report?.snapshot) || {};
      const endedAt = finalAt ?? new Date().toISOString();
      if (ending !== undefined) known = withUndoEnding(known, ending, endedAt);
    }
    return known;
  }

  /** Each run is read once for all its attempts, of which the service makes many where a terminal is switched off. */
  private async readReports(undos: readonly Undo[]): Promise<ReadonlyMap<TransactionId, RunReport>> {
    const ids = [...new Set(undos.map(({ transactionId }) => transactionId))];
    const reports = ids.map(async (id) => [id, await this.runs.readReport(id)] as const);
    return new Map(await Promise.all(reports));
  }

  private async readLate(undos: readonly Undo[]): Promise<ReadonlyMap<CustomId, MoneyMoved | undefined>> {
    const news = undos.map(
      async ({ customId, since: permittedAt }) =>
        [customId, await this.lateResults.findSettledMoneyMoved({ customId, permittedAt })] as const,
    );
    return new Map(await Promise.all(news));
  }
}
