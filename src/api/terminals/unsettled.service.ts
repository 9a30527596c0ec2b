import { Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { hasClosedTerminal, listUnsettled, nameToMerchant } from '../../domain/closing.js';
import { problem } from '../problems/problem.js';
import { TerminalHistory } from '../store/terminal-history.service.js';

/** More than a batch holds on a busy day: each is read by itself. */
const MAX_IN_A_BATCH = 2_000;

/** Tells which payments of a terminal have no proven outcome. */
@Injectable()
export class UnsettledPayments {
  constructor(private readonly history: TerminalHistory) {}

  /**
   * Looks at everything the terminal did since it was closed last.
   *
   * @param advice what the caller can do besides waiting.
   * @throws Problem `not-settled`, `orchestrator-unavailable`
   */
  async requireNone(terminal: ConfiguredTerminal, advice = EVEN_IF_UNSETTLED): Promise<void> {
    const { transactions } = await this.history.read(terminal, {
      isEnd: hasClosedTerminal,
      maxTransactions: MAX_IN_A_BATCH,
    });
    const unsettled = listUnsettled(transactions);
    if (unsettled.length === 0) return;
    const names = nameToMerchant(unsettled, terminal.merchant);
    throw problem('not-settled', `Payments on ${terminal.id} have no proven outcome: ${names}. ${advice}`);
  }
}

const EVEN_IF_UNSETTLED =
  'A sale can be voided only before its batch is closed. Nothing was started; wait until they are final and repeat with the same key, ' +
  'or send "evenIfUnsettled": true.';
