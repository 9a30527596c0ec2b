import { bookedCodeOf, isQr } from '../../operations/authorization-code.js';
import type { Sold } from '../../operations/books.js';
import type { Desk, Operation, Settlement } from '../../operations/operation.js';
import { cardOf } from '../../terminals/card.js';
import { nextOperationId } from '../../terminals/terminal.js';
import { saleReprint } from '../../wire/sale-result.js';

/** Gives a sale its receipt number and enters it in the books. */
export function settleSale(operation: Operation, { books, at }: Desk): Settlement {
  const { terminal, clientId, customId, idPosTxs, script } = operation;
  const operationId = nextOperationId(terminal);
  // No source says what returns a QR sale: it has no code, and so its return finds nothing.
  const authorizationCode = isQr(operation) ? '' : bookedCodeOf(operation);
  const sold: Sold = {
    ...{ operationId, authorizationCode, amount: chargedOf(operation), at },
    card: cardOf(script.customer?.card),
    ...{ terminal, clientId, name: customId ?? String(idPosTxs), undone: [] },
    reprint: () => saleReprint(operation),
  };
  books.enterSale(sold);
  return { ending: 'approved', operationId, authorizationCode, sold };
}

// A card that holds less pays less; a tip comes on top.
function chargedOf({ order, script }: Operation): number {
  const { amount, tip = 0 } = script.customer ?? {};
  return amount ?? order.amount + tip;
}
