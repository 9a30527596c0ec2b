import { Injectable } from '@nestjs/common';
import type { Caller } from '../../config/merchants/merchants.js';
import { parseTransactionId } from '../../domain/ids.js';
import type { NetSale } from '../../domain/net-sale.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { notFoundProblem } from '../problems/problem.js';
import { LateResults } from '../store/late-results.service.js';
import type { KnownLateCase } from '../store/known-late-news.js';
import type { OperatorDecision } from '../store/late-results.service.js';
import type { Run } from '../store/run.js';
import { Runs } from '../store/runs.service.js';
import type { DecisionAnswer } from '../../workflows/late-result.messages.js';
import { NetTransactions } from '../transactions/net-transactions.service.js';

/** A transaction as its own run tells it, without what was undone of it. */
export interface FoundTransaction {
  readonly run: Run;
  readonly snapshot: Snapshot;
}

/** Reads transactions for operators, who see their own merchant's alone. */
@Injectable()
export class OperatorTransactions {
  constructor(
    private readonly runs: Runs,
    private readonly transactions: NetTransactions,
    private readonly lateResults: LateResults,
  ) {}

  /** @param id as it came with the address. @throws Problem `not-found`, `orchestrator-unavailable` */
  async require({ merchant }: Pick<Caller, 'merchant'>, id: string): Promise<FoundTransaction> {
    const found = await this.find(merchant, id);
    if (found) return found;
    throw notFoundProblem(
      'No transaction of this merchant has this id, or it is older than this service remembers.',
    );
  }

  /** @returns undefined for one that is not the merchant's. @throws Problem `orchestrator-unavailable` */
  async find(merchant: string, id: string): Promise<FoundTransaction | undefined> {
    const known = parseTransactionId(id);
    const run = known && (await this.runs.findOrRecovery(known));
    const snapshot = run && (await this.runs.present(run));
    return run && snapshot?.accepted.merchant === merchant ? { run, snapshot } : undefined;
  }

  /** @returns the transaction once it has given its terminal back, with what was undone of it. */
  async complete(snapshot: Snapshot): Promise<NetSale> {
    await this.runs.waitForRelease(snapshot.accepted.transactionId, snapshot);
    return this.transactions.complete(snapshot);
  }

  /** @returns news that came after the end, of each attempt its own, those first that wait for a person. While the run goes on, the run takes them itself. */
  async findLateCases({ run, snapshot }: FoundTransaction): Promise<readonly KnownLateCase[]> {
    return run.kind === 'closed' ? this.lateResults.findCases(snapshot) : [];
  }

  /** @returns of a sale that could not be given back, why there is nothing to give back; undefined where its charge stands. */
  async findChargeGone(snapshot: Snapshot): Promise<string | undefined> {
    return snapshot.reversal?.state === 'failed' ? this.lateResults.findChargeGone(snapshot) : undefined;
  }

  /** A person says what becomes of late news. @throws Problem `orchestrator-unavailable` */
  decideLate(snapshot: Snapshot, known: KnownLateCase, word: OperatorDecision): Promise<DecisionAnswer> {
    return this.lateResults.decide(snapshot, known, word);
  }
}
