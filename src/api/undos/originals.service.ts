import { Injectable } from '@nestjs/common';
import { transactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import { isSale } from '../../domain/transaction-type.js';
import { AttemptFinder } from '../transactions/attempts.service.js';
import { acceptedOf } from '../transactions/run.js';
import { Runs } from '../transactions/runs.service.js';
import { nothingToReverse, unknownOriginal, unsettledOriginal } from './original-problems.js';

/** Finds the sales that are to be undone. */
@Injectable()
export class Originals {
  constructor(
    private readonly finder: AttemptFinder,
    private readonly runs: Runs,
  ) {}

  /**
   * @param id as the caller gave it.
   * @returns an approved sale of the merchant.
   * @throws Problem `unknown-original`, `not-settled`, `not-reversible`, `orchestrator-unavailable`
   */
  async approvedSale(id: string, merchant: string): Promise<Snapshot> {
    const known = transactionId(id);
    const latest = known && (await this.finder.attemptsAt(known)).latest;
    if (latest === undefined || acceptedOf(latest).merchant !== merchant) throw unknownOriginal(id);
    const snapshot = await this.runs.present(latest);
    if (!isFinal(snapshot.status)) throw unsettledOriginal(snapshot);
    const { accepted, status } = snapshot;
    if (status !== 'approved' || !isSale(accepted.type)) throw nothingToReverse(snapshot);
    return snapshot;
  }
}
