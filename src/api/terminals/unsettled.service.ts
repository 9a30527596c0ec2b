import { Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants.js';
import { isFinal } from '../../domain/status.js';
import { movesMoney, transactionTypes } from '../../domain/transaction-type.js';
import { transactionTypeKey } from '../../workflows/search-attributes.messages.js';
import { problem } from '../problems/problem.js';
import { TransactionIndex, oneOf } from '../transactions/transaction-index.service.js';

/** So many are named. */
const MOST_NAMED = 5;

/** Tells which payments of a terminal have no proven outcome. */
@Injectable()
export class UnsettledPayments {
  constructor(private readonly index: TransactionIndex) {}

  /**
   * The index is seconds behind, and may be: a payment younger than that still has the terminal.
   *
   * @throws Problem `not-settled`, `orchestrator-unavailable`
   */
  async requireNone({ merchant, id }: ConfiguredTerminal): Promise<void> {
    const candidates = await this.index.found([
      `Merchant = '${merchant}'`,
      `Terminal = '${id}'`,
      oneOf(transactionTypeKey.name, transactionTypes.filter(movesMoney)),
      `ExecutionStatus != 'Completed'`,
      `TransactionStatus != 'not_sent'`,
    ]);
    const unsettled = candidates.filter(({ status }) => !isFinal(status));
    if (unsettled.length === 0) return;
    const names = unsettled.map(({ accepted, status }) => `${accepted.transactionId} (${status})`);
    throw problem('not-settled', detailOf(id, names));
  }
}

function detailOf(terminalId: string, names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return (
    `Payments on ${terminalId} have no proven outcome: ${names.slice(0, MOST_NAMED).join(', ')}${more}. A sale can be ` +
    'voided only before its batch is closed. Nothing was started; wait until they are final and repeat with the same key, ' +
    'or send "evenIfUnsettled": true.'
  );
}
