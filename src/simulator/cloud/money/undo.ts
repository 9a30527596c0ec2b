import { deriveAuthorizationCode } from '../../operations/authorization-code.js';
import type { SettleContext, Operation, Settlement, TerminalCommand } from '../../operations/operation.js';
import { sumUndoneAmounts } from '../../operations/sales-ledger.js';
import type { RecordedSale } from '../../operations/sales-ledger.js';
import { completeCard } from '../../terminals/card.js';
import { assignOperationId } from '../../terminals/terminal.js';
import { formatLocalDate } from '../../wire/local-time.js';
import { buildUndoData } from '../../wire/undo-result.js';
import { amountRule, validateFields, filledUpTo, toNumber, trueOrFalse, wholeNumber } from '../fields.js';
import type { FieldRule } from '../fields.js';

/**
 * `POST refund`, 102, which is a void: all of a sale of the batch that is still open on this terminal, named by its
 * `operationId`. Contract §4.3.
 */
export const voidSale: TerminalCommand = {
  path: 'refund',
  code: 102,
  countries: ['CL'],
  kind: 'undo',
  movesMoney: true,
  validate: (body) => validateFields(body, { operationId: wholeNumber(1, 99_999_999, true) }),
  readOrder: (body, { terminal, salesLedger }) => {
    const operationId = toNumber(body.operationId);
    const amount = salesLedger.findSaleByReceipt(terminal, operationId)?.amount ?? 0;
    return { amount, operationId, ticketNumber: undefined, saleType: 0 };
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

const rules: Readonly<Record<string, FieldRule>> = {
  authorizationCode: filledUpTo(20),
  amount: amountRule,
  skipConfirmation: trueOrFalse,
  skipReceipt: trueOrFalse,
};

/** A day, also with the time that an older template of the console had. Contract §4.4. */
const day: FieldRule = {
  expected: 'a date YYYY-MM-DD',
  required: true,
  accepts: (value) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) && !Number.isNaN(Date.parse(value)),
};

/** `POST return`, 108: money back, named by the sale's authorisation code, on any terminal. Contract §4.4. */
export const returnSale: TerminalCommand = {
  path: 'return',
  code: 108,
  countries: ['CL', 'AR'],
  kind: 'undo',
  movesMoney: true,
  validate: (body, country) =>
    validateFields(body, country === 'AR' ? { ...rules, originalTransDate: day } : rules),
  readOrder: (body, { terminal }) => ({
    amount: toNumber(body.amount),
    ticketNumber: undefined,
    saleType: 0,
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
    operationId: assignOperationId(terminal),
    authorizationCode: deriveAuthorizationCode(operation),
  };
  salesLedger.recordReturn(terminal, {
    ...receipt,
    amount,
    atMs,
    card: completeCard({ ...sale?.card, ...script.customer?.card }),
  });
  return { ...receipt, ...undo };
}

function isReturnable(sale: RecordedSale, { order, terminal }: Operation): boolean {
  const isThatDay =
    order.originalDate === undefined || formatLocalDate(sale.atMs, terminal.country) === order.originalDate;
  return isThatDay && order.amount <= sale.amount - sumUndoneAmounts(sale);
}

/** What a void or return found in the ledger. */
interface UndoTarget {
  /** The sale that is meant; none: made elsewhere, or never. */
  readonly sale: RecordedSale | undefined;
  /** Whether the rules let it be undone. */
  readonly allowed: boolean;
  /** How much of it, in the unit of the wire. */
  readonly amount: number;
}

/** What the ledger decides of a settlement; a refusal removes the numbers. */
type UndoSettlement = Pick<Settlement, 'ending' | 'sale' | 'undoneAmount'> & Partial<Settlement>;

/** Undoes a sale if the rules allow it, or if the script has the customer approve. */
function settleUndo(operation: Operation, { sale, allowed, amount }: UndoTarget): UndoSettlement {
  const { command, customId, script } = operation;
  if (!allowed && script.customer?.action !== 'approve') {
    return { ending: 'declined', operationId: 0, authorizationCode: '' };
  }
  sale?.undos.push({ customId: customId ?? null, command: command.path, amount });
  return { ending: 'approved', undoneAmount: amount, ...(sale && { sale }) };
}
