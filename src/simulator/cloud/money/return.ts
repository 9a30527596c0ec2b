import { ownCodeOf } from '../../operations/authorization-code.js';
import type { Sold } from '../../operations/books.js';
import { undoneOf } from '../../operations/books.js';
import type { Desk, Operation, Settlement, TerminalCommand } from '../../operations/operation.js';
import { cardOf } from '../../terminals/card.js';
import { nextOperationId } from '../../terminals/terminal.js';
import { localDate } from '../../wire/local-time.js';
import { undoData } from '../../wire/undo-result.js';
import type { FieldRule } from '../fields.js';
import { amountRule, fieldFaults, filledUpTo, numberOf, trueOrFalse } from '../fields.js';
import { settleUndo } from './settle-undo.js';

const rules: Readonly<Record<string, FieldRule>> = {
  authorizationCode: filledUpTo(20),
  amount: amountRule,
  skipConfirmation: trueOrFalse,
  skipReceipt: trueOrFalse,
};

/** A day, also with the time that an older template of the console had. Contract §4.4. */
const day: FieldRule = {
  ...{ wanted: 'a date YYYY-MM-DD', needed: true },
  good: (value) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) && !Number.isNaN(Date.parse(value)),
};

/** `POST return`, 108: money back, named by the sale's authorisation code, on any terminal. Contract §4.4. */
export const returnSale: TerminalCommand = {
  ...{ path: 'return', code: 108, countries: ['CL', 'AR'], kind: 'undo', movesMoney: true },
  faults: (body, country) =>
    fieldFaults(body, country === 'AR' ? { ...rules, originalTransDate: day } : rules),
  orderOf: (body, { terminal }) => ({
    ...{ amount: numberOf(body.amount), ticketNumber: undefined, saleType: 0 },
    authorizationCode: String(body.authorizationCode),
    ...(terminal.country === 'AR' && { originalDate: String(body.originalTransDate).slice(0, 10) }),
  }),
  settle,
  dataOf: undoData,
};

function settle(operation: Operation, { books, at }: Desk): Settlement {
  const { terminal, clientId, script } = operation;
  const { authorizationCode = '' } = operation.order;
  const amount = script.customer?.amount ?? operation.order.amount;
  const hit = books.saleNamed(script.customer?.undoes);
  const namesakes = hit ? [hit] : books.salesBy(authorizationCode, clientId, terminal);
  const fit = namesakes.filter((sale) => isReturnable(sale, operation));
  const sold = fit.at(-1) ?? namesakes.at(-1);
  const undo = settleUndo(operation, { sold, allowed: fit.length > 0, amount });
  if (undo.ending !== 'approved') return { operationId: 0, ...undo };
  const voucher = { operationId: nextOperationId(terminal), authorizationCode: ownCodeOf(operation) };
  books.enterReturn(terminal, {
    ...{ ...voucher, amount, at },
    card: cardOf({ ...sold?.card, ...script.customer?.card }),
  });
  return { ...voucher, ...undo };
}

function isReturnable(sale: Sold, { order, terminal }: Operation): boolean {
  const isThatDay =
    order.originalDate === undefined || localDate(sale.at, terminal.country) === order.originalDate;
  return isThatDay && order.amount <= sale.amount - undoneOf(sale);
}
