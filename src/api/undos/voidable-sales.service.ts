import { Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import { isSale } from '../../domain/transaction-type.js';
import { TransactionIndex, oneOf } from '../transactions/transaction-index.service.js';
import { operationIdKey } from '../../workflows/search-attributes.messages.js';
import { LastOnTerminals } from './last-on-terminals.service.js';
import { noLongerVoidable } from './original-problems.js';

/**
 * A void names its sale by the terminal's own small counter (contract §4.3): once the batch is closed, or the number is given
 * anew, it may mean another sale.
 */
@Injectable()
export class VoidableSales {
  constructor(
    private readonly last: LastOnTerminals,
    private readonly index: TransactionIndex,
  ) {}

  /** The terminal's last operation is known without the index; what was before is in it. @throws Problem `not-reversible` */
  async require(sale: Snapshot, terminal: ConfiguredTerminal): Promise<void> {
    const found = [...(await this.last.on(terminal)), ...(await this.laterInTheIndex(sale))];
    const inTheWay = found.find((other) => makesUnclear(sale, other));
    if (inTheWay !== undefined) throw noLongerVoidable(sale, inTheWay);
  }

  private laterInTheIndex({ accepted, outcome }: Snapshot): Promise<readonly Snapshot[]> {
    const number = oneOf(operationIdKey.name, [String(outcome.result?.operationId ?? '')]);
    return this.index.found([
      `Merchant = '${accepted.merchant}'`,
      `Terminal = '${accepted.terminal.id}'`,
      `StartTime > '${accepted.createdAt}'`,
      `(${number} OR TransactionType = 'close')`,
    ]);
  }
}

/** Whether what the terminal did later closed the sale's batch, or was given its number. */
function makesUnclear({ accepted: sale, outcome }: Snapshot, later: Snapshot): boolean {
  const { accepted, status } = later;
  if (accepted.transactionId === sale.transactionId || accepted.createdAt <= sale.createdAt) return false;
  if (accepted.terminal.id !== sale.terminal.id) return false;
  if (accepted.type === 'close') return status === 'completed' || !isFinal(status);
  const isTheNumber = later.outcome.result?.operationId === outcome.result?.operationId;
  return isSale(accepted.type) && status === 'approved' && isTheNumber;
}
