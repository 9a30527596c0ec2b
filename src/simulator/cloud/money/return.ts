import { deriveAuthorizationCode } from '../../operations/authorization-code.js';
import type { RecordedSale } from '../../operations/books.js';
import { sumUndoneAmounts } from '../../operations/books.js';
import type { SettleContext, Operation, Settlement, TerminalCommand } from '../../operations/operation.js';
import { completeCard } from '../../terminals/card.js';
import { takeNextOperationId } from '../../terminals/terminal.js';
import { formatLocalDate } from '../../wire/local-time.js';
import { buildUndoData } from '../../wire/undo-result.js';
import type { FieldRule } from '../fields.js';
import { amountRule, validateFields, filledUpTo, toNumber, trueOrFalse } from '../fields.js';
import { settleUndo } from './settle-undo.js';

const rules: Readonly<Record<string, FieldRule>> = {
  authorizationCode: filledUpTo(20),
  amount: amountRule,
  skipConfirmation: trueOrFalse,
  skipReceipt: trueOrFalse,
};

/** A day, also with the time that an older template of the console had. Contract §4.4. */
const day: FieldRule = {
  ...{ expected: 'a date YYYY-MM-DD', required: true },
  accepts: (value) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) && !Number.isNaN(Date.parse(value)),
};

/** `POST return`, 108: money back, named by the sale's authorisation code, on any terminal. Contract §4.4. */
export const returnSale: TerminalCommand = {
  ...{ path: 'return', code: 108, countries: ['CL', 'AR'], kind: 'undo', movesMoney: true },
  validate: (body, country) =>
    validateFields(body, country === 'AR' ? { ...rules, originalTransDate: day } : rules),
  readOrder: (body, { terminal }) => ({
    ...{ amount: toNumber(body.amount), ticketNumber: undefined, saleType: 0 },
    authorizationCode: String(body.authorizationCode),
    ...(terminal.country === 'AR' && { originalDate: String(body.originalTransDate).slice(0, 10) }),
  }),
  settle: settleReturn,
  buildData: buildUndoData,
};

function settleReturn(operation: Operation, { salesLedger, atMs }: SettleContext): Settlement {
  const { terminal, clientId, script } = operation;
  const { authorizationCode = '' } = operation.order;
  const amount = script.customer?.amount ?? operation.order.amount;
  const scripted = salesLedger.findSaleByName(script.customer?.undoes);
  const candidates = scripted
    ? [scripted]
    : salesLedger.findSalesByCode(authorizationCode, clientId, terminal);
  const returnable = candidates.filter((candidate) => isReturnable(candidate, operation));
  const sale = returnable.at(-1) ?? candidates.at(-1);
  const undo = settleUndo(operation, { sale, allowed: returnable.length > 0, amount });
  if (undo.ending !== 'approved') return { operationId: 0, ...undo };
  const receipt = {
    operationId: takeNextOperationId(terminal),
    authorizationCode: deriveAuthorizationCode(operation),
  };
  salesLedger.recordReturn(terminal, {
    ...{ ...receipt, amount, at: atMs },
    card: completeCard({ ...sale?.card, ...script.customer?.card }),
  });
  return { ...receipt, ...undo };
}

function isReturnable(sale: RecordedSale, { order, terminal }: Operation): boolean {
  const isThatDay =
    order.originalDate === undefined || formatLocalDate(sale.at, terminal.country) === order.originalDate;
  return isThatDay && order.amount <= sale.amount - sumUndoneAmounts(sale);
}
