import { Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import type { Snapshot } from '../../domain/snapshot.js';
import {
  MAX_OPERATIONS_SINCE_SALE,
  stopAtSale,
  describeObstacle,
  findObstacle,
} from '../../domain/terminal-chain.js';
import { TerminalHistory } from '../store/terminal-history.service.js';
import { notVoidableProblem, undoRefusedProblem } from './undo-problems.js';
import { computeLeftToReturn, findRefusal } from '../../domain/undo.js';
import type { Undo } from '../../domain/undo.js';
import { UndoHistory } from '../store/undo-history.service.js';
import { toOwnSale } from '../../getnet/countries/sale-numbers.js';
import { toUndoClaim } from './undo-request.js';
import type { AcceptedUndo, UndoStartRequest } from './undo-request.js';
import { SaleToUndo } from './sale-to-undo.service.js';

/**
 * A void names its sale by the terminal's own small counter (contract §4.3): once the batch is closed, or the number is given
 * anew, it may mean another sale.
 */
@Injectable()
export class VoidableSales {
  constructor(private readonly history: TerminalHistory) {}

  /** The same is looked at again once the void has the terminal. @throws Problem `not-reversible`, `orchestrator-unavailable` */
  async requireVoidable(sale: Snapshot, terminal: ConfiguredTerminal): Promise<void> {
    const { accepted, outcome } = sale;
    const operationId = outcome.result?.operationId;
    if (typeof operationId !== 'number') return;
    const { transactionId, createdAt } = accepted;
    const voidable = { transactionId, operationId, createdAt };
    const limits = { isEnd: stopAtSale(voidable), maxTransactions: MAX_OPERATIONS_SINCE_SALE };
    const obstacle = findObstacle(voidable, await this.history.read(terminal, limits));
    if (obstacle !== undefined) throw notVoidableProblem(sale, describeObstacle(obstacle));
  }
}

/**
 * Judges a void or return before it is started, so that a plain refusal leaves nothing behind. The workflow that remembers the
 * sale's undos judges again, by the same rules, before anything is sent.
 */
@Injectable()
export class UndoCheck {
  constructor(
    private readonly sales: SaleToUndo,
    private readonly remembered: UndoHistory,
    private readonly voidable: VoidableSales,
  ) {}

  /** The undo as accepted. It returns the amount asked for, else all that is left. @throws Problem */
  async check(request: UndoStartRequest): Promise<AcceptedUndo> {
    const { sale, original, options, batchSince } = await this.sales.resolve(request);
    const undos = await this.remembered.read(sale);
    const all = request.type === 'void' ? sale.amount : computeLeftToReturn({ sale, undos });
    const amount = request.body.amount ?? all;
    const claim = toUndoClaim(request, { amount, of: original && toOwnSale(original), batchSince });
    const refusal = findRefusal({ sale, undos: undos.filter(isOther(request)) }, claim);
    if (refusal) throw undoRefusedProblem(refusal, sale.transactionId ?? 'The sale of these numbers');
    if (original && request.type === 'void') await this.voidable.requireVoidable(original, request.terminal);
    const { evenIfRepeated } = claim;
    return { undoes: sale, amount, options, batchSince, evenIfRepeated };
  }
}

/** Another request with the same key may have been quicker: what it started is answered, not refused. */
function isOther({ attempt }: UndoStartRequest): (undo: Undo) => boolean {
  return ({ transactionId }) => transactionId !== attempt.transactionId;
}
