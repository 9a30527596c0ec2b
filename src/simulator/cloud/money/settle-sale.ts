import { chooseRecordedCode, isQr } from '../../operations/authorization-code.js';
import type { RecordedSale } from '../../operations/books.js';
import type { SettleContext, Operation, Settlement } from '../../operations/operation.js';
import { completeCard } from '../../terminals/card.js';
import { takeNextOperationId } from '../../terminals/terminal.js';
import { buildSaleDuplicate } from '../../wire/sale-result.js';

/** Gives a sale its receipt number and enters it in the books. */
export function settleSale(operation: Operation, { salesLedger, atMs }: SettleContext): Settlement {
  const { terminal, clientId, customId, idPosTxs, script } = operation;
  const operationId = takeNextOperationId(terminal);
  // No source says what returns a QR sale: it has no code, and so its return finds nothing.
  const authorizationCode = isQr(operation) ? '' : chooseRecordedCode(operation);
  const sale: RecordedSale = {
    ...{ operationId, authorizationCode, amount: calculateCharge(operation), at: atMs },
    card: completeCard(script.customer?.card),
    ...{ terminal, clientId, name: customId ?? String(idPosTxs), undos: [] },
    buildDuplicate: () => buildSaleDuplicate(operation),
  };
  salesLedger.recordSale(sale);
  return { ending: 'approved', operationId, authorizationCode, sale };
}

// A card that holds less pays less; a tip comes on top.
function calculateCharge({ order, script }: Operation): number {
  const { amount, tip = 0 } = script.customer ?? {};
  return amount ?? order.amount + tip;
}
