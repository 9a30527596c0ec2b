import type { Operation } from '../operations/operation.js';
import { localTime } from './local-time.js';
import type { Statement } from './statement.js';

/** The merchant's number. Invented. */
export const commerceCode = 99_999;

const merchant = {
  commerceRut: '11111111-1',
  commerceName: 'COMERCIO DEMO',
  branchName: 'SUCURSAL DEMO',
  branchAddress: 'CALLE DEMO 123',
  branchDistrict: 'COMUNA DEMO',
} as const;

/** The full field list of a Chilean sale. Contract §4.0: names and types observed, values invented. */
export function chileanResponse(operation: Operation, statement: Statement): Record<string, unknown> {
  const time = localTime(operation.result?.at ?? Date.now(), 'CL');
  const touched = statement.reading !== 'nothing_read';
  return {
    functionCode: statement.functionCode,
    responseCode: statement.responseCode,
    responseMessage: statement.responseMessage,
    commerceCode: touched ? commerceCode : 0,
    terminalId: touched ? operation.terminal.idTerminal : '',
    ticket: touched ? (operation.order.ticketNumber ?? null) : null,
    authorizationCode: statement.authorizationCode,
    amount: statement.amount,
    ...{ sharesNumber: 0, sharesAmount: 0 },
    ...cardFields(operation, statement),
    ...{ accountingDate: time, realDate: time },
    ...{
      employeeId: 0,
      tip: touched ? (operation.script.customer?.tip ?? 0) : 0,
      saleType: 0,
      posMode: touched ? 1 : 0,
      cashback: 0,
    },
    transToken: transToken(operation, time),
    ...merchant,
    ...{ paymentId: null, paymentMethod: 0, integrationType: 0, softwareName: null, softwareVersion: null },
    ...{ rutToValidate: null, rutRead: null, rutMatch: false, rutCheckResult: 0 },
  };
}

function cardFields(
  operation: Operation,
  { reading, card, operationId }: Statement,
): Record<string, unknown> {
  const touched = reading !== 'nothing_read';
  const approved = reading === 'approved';
  return {
    last4Digits: touched ? card.last4Digits : '',
    operationId: operationId ?? (approved ? receiptOf(operation) : 0),
    cardType: touched ? card.cardType : '',
    cardBrand: touched ? card.cardBrand : '',
    expiryDate: approved ? card.expiryDate : '',
    entryMode: touched ? '16' : '09',
    aid: approved ? 'A0000000041010' : '',
    bin: approved ? card.bin : '',
  };
}

/** The few fields of an Argentine result in shape A. The layout is a guess: contract §12 Q11. */
export function argentineResponse(operation: Operation, statement: Statement): Record<string, unknown> {
  return {
    functionCode: statement.functionCode,
    responseCode: statement.responseCode,
    responseMessage: statement.responseMessage,
    authorizationCode: statement.authorizationCode,
    amount: statement.amount,
    operationId: statement.operationId ?? (statement.reading === 'approved' ? receiptOf(operation) : 0),
    last4Digits: statement.reading === 'nothing_read' ? '' : statement.card.last4Digits,
    realDate: localTime(operation.result?.at ?? Date.now(), 'AR'),
  };
}

// A declined sale that a script tells as approved has no receipt number of its own.
function receiptOf({ result, terminal }: Operation): number {
  return result?.operationId || terminal.lastOperationId;
}

/** Terminal, merchant, place in the sequence, time; there even without approval. Contract §4.0. */
function transToken({ terminal, result }: Operation, time: string): string {
  return `${terminal.idTerminal}${commerceCode}${result?.sequence ?? 0}${time.replace(/\D/g, '')}`;
}
