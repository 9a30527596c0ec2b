import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Snapshot } from '../../domain/snapshot.js';
import { isSale, transactionTypes } from '../../domain/transaction-type.js';
import {
  authorizationCodeKey,
  operationIdKey,
  transactionTypeKey,
} from '../../workflows/search-attributes.messages.js';
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
    await this.requireNoneOpen(number);
    const indexed = await this.indexed(number);
    if (indexed !== undefined || !aheadOfTheIndex) return indexed;
    await pause(SECOND_LOOK_AFTER);
    return this.indexed(number);
  }

  /** One that waits for its outcome has no number in the index yet; it is older than the index is behind. */
  private async requireNoneOpen(number: SaleNumber): Promise<void> {
    const sales = await this.index.found([
      ...placeOf(number),
      oneOf(transactionTypeKey.name, transactionTypes.filter(isSale)),
      `ExecutionStatus = 'Running'`,
    ]);
    const doubtful = sales.find((sale) => mayBeNumberOf(number, sale));
    if (doubtful !== undefined) throw unsettledOriginal(doubtful);
  }

  private async indexed(number: SaleNumber): Promise<Snapshot | undefined> {
    const { name, value } = number;
    const key = name === 'operationId' ? operationIdKey : authorizationCodeKey;
    const found = await this.index.found([...placeOf(number), oneOf(key.name, spellings(value))]);
    return found.find((snapshot) => isNumberOf(number, snapshot));
  }
}

/** An operation id is the terminal's own, an authorisation code may be from any of the merchant's. */
function placeOf({ name, terminal }: SaleNumber): readonly string[] {
  const merchant = `Merchant = '${terminal.merchant}'`;
  return name === 'operationId' ? [merchant, `Terminal = '${terminal.id}'`] : [merchant];
}
