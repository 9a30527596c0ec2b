import { Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { isFinal } from '../../domain/status.js';
import { hasClosedBatch } from '../../domain/terminal-chain.js';
import { movesMoney } from '../../domain/transaction-type.js';
import { problem } from '../problems/problem.js';
import { TerminalHistory } from '../store/terminal-history.service.js';

/** So many are named. */
const MOST_NAMED = 5;

/** More than a batch holds on a busy day: each is read by itself. */
const MOST_IN_A_BATCH = 2_000;

/** Tells which payments of a terminal have no proven outcome. */
@Injectable()
export class UnsettledPayments {
  constructor(private readonly history: TerminalHistory) {}

  /**
   * Looks at everything the terminal did since its batch was closed last.
   *
   * @throws Problem `not-settled`, `orchestrator-unavailable`
   */
  async requireNone(terminal: ConfiguredTerminal): Promise<void> {
    const walk = await this.history.read(terminal, {
      isEnd: hasClosedBatch,
      maxTransactions: MOST_IN_A_BATCH,
    });
    const unsettled = walk.transactions.filter(
      ({ accepted, status }) => movesMoney(accepted.type) && !isFinal(status),
    );
    if (unsettled.length === 0) return;
    const names = unsettled.map(({ accepted, status }) => `${accepted.transactionId} (${status})`);
    throw problem('not-settled', describeUnsettled(terminal.id, names));
  }
}

function describeUnsettled(terminalId: string, names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return (
    `Payments on ${terminalId} have no proven outcome: ${names.slice(0, MOST_NAMED).join(', ')}${more}. A sale can be ` +
    'voided only before its batch is closed. Nothing was started; wait until they are final and repeat with the same key, ' +
    'or send "evenIfUnsettled": true.'
  );
}
