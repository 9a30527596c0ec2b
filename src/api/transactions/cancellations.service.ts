import { Injectable } from '@nestjs/common';
import type { NetSale } from '../../domain/net-sale.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { CancelAnswer } from '../store/transaction-canceller.service.js';
import { TransactionCanceller } from '../store/transaction-canceller.service.js';
import type { ByIdRequest } from './confirmations.service.js';
import { notCancellableProblem } from './not-cancellable-problem.js';
import { NetTransactions } from './net-transactions.service.js';

/** Calls transactions off, where that is possible. */
@Injectable()
export class Cancellations {
  constructor(
    private readonly transactions: NetTransactions,
    private readonly canceller: TransactionCanceller,
  ) {}

  /**
   * @returns the transaction as it stands once the request was taken.
   * @throws Problem `not-found`, `not-cancellable`, `orchestrator-unavailable`
   */
  async cancel(request: ByIdRequest): Promise<NetSale> {
    const { accepted } = (await this.readNow(request)).snapshot;
    const answer = await this.canceller.requestCancel(accepted.transactionId, request.caller.keyId);
    const net = await this.readNow(request);
    if (isTaken(answer, net.snapshot)) return net;
    throw notCancellableProblem(answer, net.snapshot);
  }

  private readNow({ caller, id }: ByIdRequest): Promise<NetSale> {
    return this.transactions.read({ caller, id, waitUntil: { deadlineMs: Date.now(), forFinal: false } });
  }
}

/** A transaction that was called off in another way, and has ended, is what the caller asks for. */
function isTaken(answer: CancelAnswer, { outcome }: Snapshot): answer is 'taken' {
  return answer === 'taken' || (answer === 'closed' && outcome.reason === 'cancelled');
}
