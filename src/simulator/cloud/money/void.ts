import type { TerminalCommand } from '../../operations/operation.js';
import { buildUndoData } from '../../wire/undo-result.js';
import { validateFields, toNumber, wholeNumber } from '../fields.js';
import { settleUndo } from './settle-undo.js';

/**
 * `POST refund`, 102, which is a void: all of a sale of the batch that is still open on this terminal, named by its
 * `operationId`. Contract §4.3.
 */
export const voidSale: TerminalCommand = {
  ...{ path: 'refund', code: 102, countries: ['CL'], kind: 'undo', movesMoney: true },
  validate: (body) => validateFields(body, { operationId: wholeNumber(1, 99_999_999, true) }),
  readOrder: (body, { terminal, salesLedger }) => {
    const operationId = toNumber(body.operationId);
    const amount = salesLedger.findSaleByReceipt(terminal, operationId)?.amount ?? 0;
    return { ...{ amount, operationId }, ticketNumber: undefined, saleType: 0 };
  },
  settle: (operation, { salesLedger }) => {
    const { order, terminal, script } = operation;
    const scripted = salesLedger.findSaleByName(script.customer?.undoes);
    const operationId = scripted?.operationId ?? order.operationId ?? 0;
    const sale = scripted ?? salesLedger.findSaleByReceipt(terminal, operationId);
    const isOpen = sale !== undefined && salesLedger.getOpenBatch(terminal).sales.includes(sale);
    const allowed = isOpen && sale.undos.length === 0;
    const undo = settleUndo(operation, { sale, allowed, amount: sale?.amount ?? 0 });
    return { operationId, authorizationCode: sale?.authorizationCode ?? '', ...undo };
  },
  buildData: buildUndoData,
};
