import { chooseRecordedCode } from '../../operations/authorization-code.js';
import { isQr } from '../../operations/operation.js';
import type { TerminalCommand, SettleContext, Operation, Settlement } from '../../operations/operation.js';
import type { RecordedSale } from '../../operations/sales-ledger.js';
import { completeCard } from '../../terminals/card.js';
import { assignOperationId } from '../../terminals/terminal.js';
import { buildSaleData, buildSaleDuplicate } from '../../wire/sale-result.js';
import {
  amountRule,
  validateFields,
  toNumber,
  readOptionalText,
  textUpTo,
  trueOrFalse,
  wholeNumber,
  filledUpTo,
} from '../fields.js';
import type { FieldRule } from '../fields.js';

/** Contract §4.2. Fields of the other country are let through: no source says that they are refused. */
const rules: Readonly<Record<string, FieldRule>> = {
  amount: amountRule,
  ticketNumber: textUpTo(24),
  employeeId: wholeNumber(0, 9_999),
  tip: wholeNumber(0, 999_999_999),
  installments: wholeNumber(0, 99),
  planId: textUpTo(64),
  interest: { expected: 'a number', accepts: (value) => typeof value === 'number' },
  operationMode: wholeNumber(0, 99),
  skipConfirmation: trueOrFalse,
  skipReceipt: trueOrFalse,
  paymentCategory: textUpTo(64),
};

/** How far `saleType` goes. Contract §10: card and QR in Argentina, the tax classes in Chile. */
const lastSaleType = { AR: 1, CL: 6 } as const;

/** `POST sale`, 100; in Argentina also by QR code. */
export const sale: TerminalCommand = {
  path: 'sale',
  code: 100,
  countries: ['CL', 'AR'],
  kind: 'sale',
  movesMoney: true,
  validate: (body, country) =>
    validateFields(body, { ...rules, saleType: wholeNumber(0, lastSaleType[country], true) }),
  readOrder: (body) => ({
    amount: toNumber(body.amount),
    ticketNumber: readOptionalText(body.ticketNumber),
    saleType: toNumber(body.saleType),
  }),
  settle: settleSale,
  buildData: buildSaleData,
};

/** Gives a sale its receipt number and enters it in the sales ledger. */
function settleSale(operation: Operation, { salesLedger, atMs }: SettleContext): Settlement {
  const { terminal, clientId, customId, idPosTxs, script } = operation;
  const operationId = assignOperationId(terminal);
  // No source says what returns a QR sale: it has no code, and so its return finds nothing.
  const authorizationCode = isQr(operation) ? '' : chooseRecordedCode(operation);
  const sale: RecordedSale = {
    operationId,
    authorizationCode,
    amount: calculateCharge(operation),
    atMs,
    card: completeCard(script.customer?.card),
    terminal,
    clientId,
    name: customId ?? String(idPosTxs),
    undos: [],
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

/** `POST salepromo`, 126: a sale with the name of a promotion. Contract §4.8. */
export const promoSale: TerminalCommand = {
  ...sale,
  path: 'salepromo',
  code: 126,
  countries: ['CL'],
  validate: (body, country) => [
    ...sale.validate(body, country),
    ...validateFields(body, { idPromo: filledUpTo(250) }),
  ],
};
