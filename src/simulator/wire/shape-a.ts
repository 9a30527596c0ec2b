import type { Operation } from '../operations/operation.js';
import { formatLocalTime } from './local-time.js';
import type { Statement } from '../operations/statement.js';

/** The merchant's number. Invented. */
export const commerceCode = 99_999;

const merchant = {
  commerceRut: '11111111-1',
  commerceName: 'COMERCIO DEMO',
  branchName: 'SUCURSAL DEMO',
  branchAddress: 'CALLE DEMO 123',
  branchDistrict: 'COMUNA DEMO',
} as const;

/** Fields that every observed sale has, and none uses. */
const unusedFields = {
  paymentId: null,
  paymentMethod: 0,
  integrationType: 0,
  softwareName: null,
  softwareVersion: null,
  rutToValidate: null,
  rutRead: null,
  rutMatch: false,
  rutCheckResult: 0,
} as const;

/** The full field list of a Chilean sale. Contract §4.0: names and types observed, values invented. */
export function buildChileanResponse(operation: Operation, statement: Statement): Record<string, unknown> {
  const time = formatLocalTime(operation.result?.atMs ?? Date.now(), 'CL');
  const isCardRead = statement.reading !== 'nothing_read';
  return {
    functionCode: statement.functionCode,
    responseCode: statement.responseCode,
    responseMessage: statement.responseMessage,
    commerceCode: isCardRead ? commerceCode : 0,
    terminalId: isCardRead ? operation.terminal.idTerminal : '',
    ticket: isCardRead ? (operation.order.ticketNumber ?? null) : null,
    authorizationCode: statement.authorizationCode,
    amount: statement.amount,
    sharesNumber: 0,
    sharesAmount: 0,
    ...buildCardFields(operation, statement),
    accountingDate: time,
    realDate: time,
    employeeId: 0,
    tip: isCardRead ? (operation.script.customer?.tip ?? 0) : 0,
    saleType: 0,
    posMode: isCardRead ? 1 : 0,
    cashback: 0,
    transToken: buildTransToken(operation, time),
    ...merchant,
    ...unusedFields,
  };
}

function buildCardFields(
  operation: Operation,
  { reading, card, operationId }: Statement,
): Record<string, unknown> {
  const isCardRead = reading !== 'nothing_read';
  const isApproved = reading === 'approved';
  return {
    last4Digits: isCardRead ? card.last4Digits : '',
    operationId: operationId ?? (isApproved ? readReceiptNumber(operation) : 0),
    cardType: isCardRead ? card.cardType : '',
    cardBrand: isCardRead ? card.cardBrand : '',
    expiryDate: isApproved ? card.expiryDate : '',
    entryMode: isCardRead ? '16' : '09',
    aid: isApproved ? 'A0000000041010' : '',
    bin: isApproved ? card.bin : '',
  };
}

/** The few fields of an Argentine result in shape A. The layout is a guess: contract §12 Q11. */
export function buildArgentineResponse(operation: Operation, statement: Statement): Record<string, unknown> {
  return {
    functionCode: statement.functionCode,
    responseCode: statement.responseCode,
    responseMessage: statement.responseMessage,
    authorizationCode: statement.authorizationCode,
    amount: statement.amount,
    operationId:
      statement.operationId ?? (statement.reading === 'approved' ? readReceiptNumber(operation) : 0),
    last4Digits: statement.reading === 'nothing_read' ? '' : statement.card.last4Digits,
    realDate: formatLocalTime(operation.result?.atMs ?? Date.now(), 'AR'),
  };
}

// A declined sale that a script tells as approved has no receipt number of its own.
function readReceiptNumber({ result, terminal }: Operation): number {
  return result?.operationId || terminal.lastOperationId;
}

/** Terminal, merchant, place in the sequence, time; there even without approval. Contract §4.0. */
function buildTransToken({ terminal, result }: Operation, time: string): string {
  return `${terminal.idTerminal}${commerceCode}${result?.sequence ?? 0}${time.replace(/\D/g, '')}`;
}
