import { Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { MOST_SINCE_SALE, stopAtSale, describeObstacle, findObstacle } from '../../domain/terminal-chain.js';
import { TerminalHistory } from '../terminals/terminal-history.service.js';
import { noLongerVoidable } from './original-problems.js';

/**
 * A void names its sale by the terminal's own small counter (contract §4.3): once the batch is closed, or the number is given
 * anew, it may mean another sale.
 */
@Injectable()
export class VoidableSales {
  constructor(private readonly history: TerminalHistory) {}

  /** The same is looked at again once the void has the terminal. @throws Problem `not-reversible`, `orchestrator-unavailable` */
  async require(sale: Snapshot, terminal: ConfiguredTerminal): Promise<void> {
    const { accepted, outcome } = sale;
    const operationId = outcome.result?.operationId;
    if (typeof operationId !== 'number') return;
    const { transactionId, createdAt } = accepted;
    const voidable = { transactionId, operationId, createdAt };
    const limits = { isEnd: stopAtSale(voidable), maxTransactions: MOST_SINCE_SALE };
    const obstacle = findObstacle(voidable, await this.history.of(terminal, limits));
    if (obstacle !== undefined) throw noLongerVoidable(sale, describeObstacle(obstacle));
  }
}
