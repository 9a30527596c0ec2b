import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Snapshot } from '../../domain/snapshot.js';
import { MAX_OPERATIONS_SINCE_SALE, hasClosedBatch } from '../../domain/terminal-chain.js';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { authorizationCodeKey, merchantKey } from '../../workflows/search-attributes.messages.js';
import { Problem } from '../problems/problem.js';
import { TerminalHistory } from '../store/terminal-history.service.js';
import { buildInCondition } from '../../workflows/index-queries.messages.js';
import { TransactionIndex } from '../store/transaction-index.service.js';
import { LatestOperations } from '../store/latest-operation.service.js';
import { lookupUnavailableProblem } from './undo-problems.js';
import { isNumberOf, listSpellings } from '../../getnet/countries/sale-numbers.js';
import type { SaleNumber } from '../../getnet/countries/sale-numbers.js';

const SECOND_LOOK_AFTER_MS = 1_000;
/** The index is only a hint, so a request waits no longer for it. */
const INDEX_WITHIN_MS = 1_000;

/** The sale that a void by its number may be of. */
export interface SalesOnDevice {
  readonly sales: readonly Snapshot[];
  /** ISO 8601: when the batch of the terminal was closed by us. */
  readonly batchSince?: string | undefined;
}

/** Tells whether Getnet's number of a sale is that of sales of ours. A sale without a proven outcome has no number. */
@Injectable()
export class SalesByNumber {
  constructor(
    private readonly last: LatestOperations,
    private readonly index: TransactionIndex,
    private readonly history: TerminalHistory,
  ) {}

  /**
   * An operation id is the terminal's own, and means a sale of the open batch: what the terminal did since its last close is
   * read from it, by id.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async findOnDevice(number: SaleNumber, terminal: ConfiguredTerminal): Promise<SalesOnDevice> {
    const limits = { isEnd: hasClosedBatch, maxTransactions: MAX_OPERATIONS_SINCE_SALE };
    const { transactions } = await this.history.read(terminal, limits);
    const sales = transactions.filter((sale) => isNumberOf(number, sale));
    return { sales, batchSince: transactions.find(hasClosedBatch)?.finalAt };
  }

  /**
   * An authorisation code may be from any terminal. The last operation of each is known without the index; what was before is in
   * the index, which is looked at twice where a terminal was used a moment ago.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async findByCode(number: SaleNumber): Promise<readonly Snapshot[]> {
    const { sales, aheadOfTheIndex } = await this.last.readSales(number.terminal.merchant);
    const latest = sales.filter((sale) => isNumberOf(number, sale));
    const indexed = await this.findByIndex(number);
    if (indexed === undefined && latest.length === 0) throw lookupUnavailableProblem();
    const found = removeDuplicates([...latest, ...(indexed ?? [])]);
    if (found.length > 0 || !aheadOfTheIndex) return found;
    await pause(SECOND_LOOK_AFTER_MS);
    const again = await this.findByIndex(number);
    if (again === undefined) throw lookupUnavailableProblem();
    return again;
  }

  /** What the index knows; undefined where it does not answer in time. */
  async findByIndex(number: SaleNumber): Promise<readonly Snapshot[] | undefined> {
    const { value, terminal } = number;
    const where = [
      buildInCondition(merchantKey.name, [terminal.merchant]),
      buildInCondition(authorizationCodeKey.name, listSpellings(value)),
    ];
    const found = await this.withTimeLimit(this.index.find(where));
    return found?.filter((snapshot) => isNumberOf(number, snapshot));
  }

  private async withTimeLimit(asked: Promise<readonly Snapshot[]>): Promise<readonly Snapshot[] | undefined> {
    const late = new AbortController();
    const answer = asked.catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return undefined;
    });
    const over = pause(INDEX_WITHIN_MS, undefined, { signal: late.signal }).catch(() => undefined);
    return Promise.race([answer, over]).finally(() => late.abort());
  }
}

function removeDuplicates(sales: readonly Snapshot[]): readonly Snapshot[] {
  return [...new Map(sales.map((sale) => [sale.accepted.transactionId, sale])).values()];
}
