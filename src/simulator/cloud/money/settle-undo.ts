import type { RecordedSale } from '../../operations/books.js';
import type { Operation, Settlement } from '../../operations/operation.js';

/** What a void or return found in the books. */
export interface UndoTarget {
  /** The sale that is meant; none: made elsewhere, or never. */
  readonly sale: RecordedSale | undefined;
  /** Whether the rules let it be undone. */
  readonly allowed: boolean;
  /** How much of it, in the unit of the wire. */
  readonly amount: number;
}

/** What of a settlement the books decide; a refusal takes the numbers away again. */
type UndoSettlement = Pick<Settlement, 'ending' | 'sale' | 'undoneAmount'> & Partial<Settlement>;

/** Undoes a sale as far as the rules let it; a script whose customer approves is not asked for rules. */
export function settleUndo(operation: Operation, { sale, allowed, amount }: UndoTarget): UndoSettlement {
  const { command, customId, script } = operation;
  if (!allowed && script.customer?.action !== 'approve') {
    return { ending: 'declined', operationId: 0, authorizationCode: '' };
  }
  sale?.undos.push({ customId: customId ?? null, command: command.path, amount });
  return { ending: 'approved', undoneAmount: amount, ...(sale && { sale }) };
}
