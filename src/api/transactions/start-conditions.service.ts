import { Injectable } from '@nestjs/common';
import { isUndo } from '../../domain/transaction-type.js';
import { getCountryPack } from '../../getnet/countries/packs.js';
import { terminalBusy } from '../terminals/terminal-busy.js';
import { UnsettledPayments } from '../terminals/unsettled.service.js';
import { UndoJudge } from '../undos/undo-judge.service.js';
import type { AcceptedUndo } from '../undos/undo-request.js';
import type { Opening } from './opening.js';

/** What has to hold before an attempt is started. */
@Injectable()
export class StartConditions {
  constructor(
    private readonly judge: UndoJudge,
    private readonly unsettled: UnsettledPayments,
  ) {}

  /**
   * The sale to undo first: while another undo of it is under way, that is the answer, and not the terminal it keeps busy.
   *
   * @returns what was found out about the sale to undo, undefined for what undoes nothing.
   * @throws Problem of the undo rules, `terminal-busy`, `not-settled`, `orchestrator-unavailable`
   */
  async check(opening: Opening): Promise<AcceptedUndo | undefined> {
    const undo = await this.undoIn(opening);
    requireFree(opening);
    const { type, evenIfUnsettled } = opening.request.body;
    const { closesBatch } = getCountryPack(opening.terminal.country).commands[type] ?? {};
    if (closesBatch && evenIfUnsettled !== true) await this.unsettled.requireNone(opening.terminal);
    return undo;
  }

  private async undoIn({ request, attempt, terminal }: Opening): Promise<AcceptedUndo | undefined> {
    const { body, transactionId } = request;
    const { type } = body;
    const undoing = getCountryPack(terminal.country).commands[type]?.undoing;
    if (undoing === undefined || !isUndo(type)) return undefined;
    return this.judge.judge({ attempt: { transactionId, attempt }, type, body, terminal, undoing });
  }
}

/** A lease of this very transaction is no obstacle: another request with the key was quicker. */
function requireFree({ request, attempt, terminal, lease }: Opening): void {
  const { caller, transactionId } = request;
  if (lease === undefined || !lease.running || lease.memo.holder.transactionId === transactionId) return;
  const holder = { ...lease.memo.holder, until: lease.memo.until };
  const busy = { terminalId: terminal.id, merchant: caller.merchant, holder };
  throw terminalBusy(busy, attempt === 1 ? {} : { transactionId });
}
