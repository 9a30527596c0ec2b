import { Inject, Injectable } from '@nestjs/common';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import { unknownTerminalProblem } from '../problems/unknown-terminal-problem.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { UnsettledPayments } from '../terminals/unsettled.service.js';
import type { ReconciliationBody } from './read-reconciliation-body.js';

const WAIT_OR_COMPARE =
  'Nothing was started. Wait until they are final and ask again, or leave out "close" to compare without closing.';

/** Finds the terminals that may be reconciled, and closed. */
@Injectable()
export class ReconciledTerminals {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly unsettled: UnsettledPayments,
  ) {}

  /** @throws Problem `unknown-terminal`, `not-settled`, `orchestrator-unavailable` */
  async require(
    merchant: string,
    { terminalId, close = false }: ReconciliationBody,
  ): Promise<ConfiguredTerminal> {
    const terminal = this.merchants.findTerminal(merchant, terminalId);
    if (terminal === undefined) throw unknownTerminalProblem(terminalId);
    if (close) await this.unsettled.requireNone(terminal, WAIT_OR_COMPARE);
    return terminal;
  }
}
