import { Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants.js';
import { isUndo } from '../../domain/transaction-type.js';
import { countryPack } from '../../getnet/countries/packs.js';
import { Leases } from '../terminals/leases.service.js';
import { terminalBusy } from '../terminals/terminal-busy.js';
import { UnsettledPayments } from '../terminals/unsettled.service.js';
import { UndoJudge } from '../undos/undo-judge.service.js';
import type { AcceptedUndo } from '../undos/undo-request.js';
import type { StartRequest } from './start-request.js';

/** A new attempt that somebody asks for, on a terminal of its merchant. */
export interface Wanted {
  readonly request: StartRequest;
  readonly attempt: number;
  readonly terminal: ConfiguredTerminal;
}

/** What has to hold before an attempt is started. */
@Injectable()
export class StartConditions {
  constructor(
    private readonly leases: Leases,
    private readonly judge: UndoJudge,
    private readonly unsettled: UnsettledPayments,
  ) {}

  /**
   * The sale to undo first: while another undo of it is under way, that is the answer, and not the terminal it keeps busy.
   *
   * @returns what was found out about the sale to undo, undefined for what undoes nothing.
   * @throws Problem of the undo rules, `terminal-busy`, `not-settled`, `orchestrator-unavailable`
   */
  async met(wanted: Wanted): Promise<AcceptedUndo | undefined> {
    const undo = await this.undoIn(wanted);
    await this.requireFree(wanted);
    const { type, evenIfUnsettled } = wanted.request.body;
    const { closesBatch } = countryPack(wanted.terminal.country).commands[type] ?? {};
    if (closesBatch && evenIfUnsettled !== true) await this.unsettled.requireNone(wanted.terminal);
    return undo;
  }

  private async undoIn({ request, attempt, terminal }: Wanted): Promise<AcceptedUndo | undefined> {
    const { body, transactionId } = request;
    const { type } = body;
    const undoing = countryPack(terminal.country).commands[type]?.undoing;
    if (undoing === undefined || !isUndo(type)) return undefined;
    return this.judge.judge({ attempt: { transactionId, attempt }, type, body, terminal, undoing });
  }

  /** A lease of this very transaction is no obstacle: another request with the key was quicker. */
  private async requireFree({ request, attempt, terminal }: Wanted): Promise<void> {
    const { caller, transactionId } = request;
    const lease = await this.leases.current(terminal);
    if (lease === undefined || lease.holder.transactionId === transactionId) return;
    const holder = { ...lease.holder, until: lease.until };
    const busy = { terminalId: terminal.id, merchant: caller.merchant, holder };
    throw terminalBusy(busy, attempt === 1 ? {} : { transactionId });
  }
}
