import type { TerminalCommand } from '../../operations/operation.js';
import { undoData } from '../../wire/undo-result.js';
import { fieldFaults, numberOf, wholeNumber } from '../fields.js';
import { settleUndo } from './settle-undo.js';

/**
 * `POST refund`, 102, which is a void: all of a sale of the batch that is still open on this terminal, named by its
 * `operationId`. Contract §4.3.
 */
export const voidSale: TerminalCommand = {
  ...{ path: 'refund', code: 102, countries: ['CL'], kind: 'undo', movesMoney: true },
  faults: (body) => fieldFaults(body, { operationId: wholeNumber(1, 99_999_999, true) }),
  orderOf: (body, { terminal, books }) => {
    const operationId = numberOf(body.operationId);
    const amount = books.saleOn(terminal, operationId)?.amount ?? 0;
    return { ...{ amount, operationId }, ticketNumber: undefined, saleType: 0 };
  },
  settle: (operation, { books }) => {
    const { order, terminal, script } = operation;
    const hit = books.saleNamed(script.customer?.undoes);
    const operationId = hit?.operationId ?? order.operationId ?? 0;
    const sold = hit ?? books.saleOn(terminal, operationId);
    const isOpen = sold !== undefined && books.batchOf(terminal).sales.includes(sold);
    const allowed = isOpen && sold.undone.length === 0;
    const undo = settleUndo(operation, { sold, allowed, amount: sold?.amount ?? 0 });
    return { operationId, authorizationCode: sold?.authorizationCode ?? '', ...undo };
  },
  dataOf: undoData,
};
