import { Injectable } from '@nestjs/common';
import { computeLeftToReturn, findRefusal } from '../../domain/undo.js';
import type { Undo } from '../../domain/undo.js';
import { turnedAway } from './original-problems.js';
import { RememberedUndos } from './remembered-undos.service.js';
import { ownSaleOf } from './sale-numbers.js';
import { claimOf } from './undo-request.js';
import type { AcceptedUndo, UndoRequest } from './undo-request.js';
import { UndoneSales } from './undone-sales.service.js';
import { VoidableSales } from './voidable-sales.service.js';

/**
 * Judges a void or return before it is started, so that a plain refusal leaves nothing behind. The workflow that remembers the
 * sale's undos judges again, by the same rules, before anything is sent.
 */
@Injectable()
export class UndoJudge {
  constructor(
    private readonly sales: UndoneSales,
    private readonly remembered: RememberedUndos,
    private readonly voidable: VoidableSales,
  ) {}

  /** @returns what it is accepted with: what was asked for goes back, else all that is left. @throws Problem */
  async judge(request: UndoRequest): Promise<AcceptedUndo> {
    const { sale, original, options, batchSince } = await this.sales.of(request);
    const undos = await this.remembered.of(sale);
    const all = request.type === 'void' ? sale.amount : computeLeftToReturn({ sale, undos });
    const amount = request.body.amount ?? all;
    const claim = claimOf(request, { amount, of: original && ownSaleOf(original), batchSince });
    const refusal = findRefusal({ sale, undos: undos.filter(isOther(request)) }, claim);
    if (refusal) throw turnedAway(refusal, sale.transactionId ?? 'The sale of these numbers');
    if (original && request.type === 'void') await this.voidable.require(original, request.terminal);
    const { evenIfRepeated } = claim;
    return { undoes: sale, amount, options, batchSince, evenIfRepeated };
  }
}

/** Another request with the same key may have been quicker: what it started is answered, not refused. */
function isOther({ attempt }: UndoRequest): (undo: Undo) => boolean {
  return ({ transactionId }) => transactionId !== attempt.transactionId;
}
