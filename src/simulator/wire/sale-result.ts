import type { Operation } from '../operations/operation.js';
import type { Shape } from '../terminals/terminal.js';
import { isQr } from './result-statement.js';
import { argentineResponse, chileanResponse } from './shape-a.js';
import type { Statement } from './statement.js';

/**
 * The `data` of a sale's result in the terminal's shape. Contract §3. `naming`: whether this kind of answer names
 * the operation in shape B too (the status query, as printed, does not).
 */
export function saleData(
  operation: Operation,
  statement: Statement,
  naming: boolean,
): Record<string, unknown> {
  const { idPosTxs, customId } = statement;
  const shape = operation.terminal.shape ?? shapeOfCountry(operation);
  const names = { idPosTxs, customId };
  switch (shape) {
    case 'A':
      return without({ ...names, response: without(responseOf(operation, statement), statement) }, statement);
    case 'B':
    case 'B_with_ids':
      return without(
        {
          ...(naming || shape === 'B_with_ids' || statement.namesAnyway ? names : {}),
          ...shortNames(statement),
        },
        statement,
      );
    case 'C':
      return without({ ...names, response: without(shortNames(statement), statement) }, statement);
    case 'C_minimal':
      return without({ ...names, response: without({ code: statement.responseCode }, statement) }, statement);
  }
}

function shapeOfCountry(operation: Operation): Shape {
  if (operation.terminal.country === 'CL') return 'A';
  return isQr(operation) ? 'C' : 'B';
}

function responseOf(operation: Operation, statement: Statement): Record<string, unknown> {
  return operation.terminal.country === 'CL'
    ? chileanResponse(operation, statement)
    : argentineResponse(operation, statement);
}

function shortNames(statement: Statement): Record<string, unknown> {
  return {
    functionCode: statement.functionCode,
    code: statement.responseCode,
    message: statement.responseMessage,
    authorizationCode: statement.authorizationCode,
    amount: statement.amount,
  };
}

function without(fields: Record<string, unknown>, statement: Statement): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !statement.without.includes(name)));
}
