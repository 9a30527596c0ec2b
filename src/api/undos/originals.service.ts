import { Injectable } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import { isSale } from '../../domain/transaction-type.js';
import { Runs } from '../transactions/runs.service.js';
import { nothingToReverse, unknownOriginal, unsettledOriginal } from './original-problems.js';

/** Finds the sales that are to be undone. */
@Injectable()
export class Originals {
  constructor(private readonly runs: Runs) {}

  /**
   * @param id as the caller gave it.
   * @returns an approved sale of the merchant.
   * @throws Problem `unknown-original`, `not-settled`, `not-reversible`, `orchestrator-unavailable`
   */
  async approvedSale(id: string, merchant: string): Promise<Snapshot> {
    const known = parseTransactionId(id);
    const snapshot = known && (await this.runs.snapshotOf(known));
    if (snapshot === undefined || snapshot.accepted.merchant !== merchant) throw unknownOriginal(id);
    if (!isFinal(snapshot.status)) throw unsettledOriginal(snapshot);
    const { accepted, status } = snapshot;
    if (status !== 'approved' || !isSale(accepted.type)) throw nothingToReverse(snapshot);
    return snapshot;
  }
}
