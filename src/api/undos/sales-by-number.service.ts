import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Snapshot } from '../../domain/snapshot.js';
import { authorizationCodeKey, operationIdKey } from '../../workflows/search-attributes.messages.js';
import { TransactionIndex, oneOf } from '../transactions/transaction-index.service.js';
import { LastOnTerminals } from './last-on-terminals.service.js';
import { unsettledOriginal } from './original-problems.js';
import { isNumberOf, mayBeNumberOf, spellings } from './sale-numbers.js';
import type { SaleNumber } from './sale-numbers.js';

/** Milliseconds. */
const SECOND_LOOK_AFTER = 1_000;

/** Tells whether Getnet's number of a sale is that of a sale of ours. */
@Injectable()
export class SalesByNumber {
  constructor(
    private readonly last: LastOnTerminals,
    private readonly index: TransactionIndex,
  ) {}

  /**
   * The last operation of each terminal is known without the index; what was before is in the index, which is looked at twice
   * where a terminal was used a moment ago.
   *
   * @returns undefined for a sale that was not made here.
   * @throws Problem `not-settled` while a sale that may be it has no proven outcome; `orchestrator-unavailable`
   */
  async find(number: SaleNumber): Promise<Snapshot | undefined> {
    const { sales, aheadOfTheIndex } = await this.last.salesOf(number);
    const latest = sales.find((sale) => isNumberOf(number, sale));
    if (latest !== undefined) return latest;
    const doubtful = sales.find((sale) => mayBeNumberOf(number, sale));
    if (doubtful !== undefined) throw unsettledOriginal(doubtful);
    const indexed = await this.indexed(number);
    if (indexed !== undefined || !aheadOfTheIndex) return indexed;
    await pause(SECOND_LOOK_AFTER);
    return this.indexed(number);
  }

  private async indexed(number: SaleNumber): Promise<Snapshot | undefined> {
    const { name, value, terminal } = number;
    const isTheTerminals = name === 'operationId';
    const found = await this.index.found([
      `Merchant = '${terminal.merchant}'`,
      ...(isTheTerminals ? [`Terminal = '${terminal.id}'`] : []),
      oneOf((isTheTerminals ? operationIdKey : authorizationCodeKey).name, spellings(value)),
    ]);
    return found.find((snapshot) => isNumberOf(number, snapshot));
  }
}
