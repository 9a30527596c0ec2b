import type { TerminalCommand } from '../../operations/operation.js';
import { buildSaleData } from '../../wire/sale-result.js';
import type { FieldRule } from '../fields.js';
import {
  amountRule,
  validateFields,
  toNumber,
  readOptionalText,
  textUpTo,
  trueOrFalse,
  wholeNumber,
} from '../fields.js';
import { settleSale } from './settle-sale.js';

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
  ...{ path: 'sale', code: 100, countries: ['CL', 'AR'], kind: 'sale', movesMoney: true },
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
