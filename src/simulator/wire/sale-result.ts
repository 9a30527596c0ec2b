import { isQr } from '../operations/authorization-code.js';
import type { Operation } from '../operations/operation.js';
import type { Shape } from '../terminals/terminal.js';
import { layOut, shortNames } from './layout.js';
import { statementOf } from './result-statement.js';
import { argentineResponse, chileanResponse } from './shape-a.js';
import type { Statement } from './statement.js';

/** The `data` of a sale's result in the terminal's shape. */
export function saleData(
  operation: Operation,
  statement: Statement,
  naming: boolean,
): Record<string, unknown> {
  const shape = operation.terminal.shape ?? shapeOfCountry(operation);
  return layOut(statement, {
    ...{ shape, naming, short: shortNames(statement) },
    long: responseOf(operation, statement),
  });
}

/** Every field that an approved sale's own result had, for its duplicate: code and text are the duplicate's. */
export function saleReprint(operation: Operation): Record<string, unknown> {
  const {
    functionCode: _code,
    responseCode: _response,
    responseMessage: _message,
    ...rest
  } = responseOf(operation, statementOf(operation, { outcome: 'approved' }));
  return rest;
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
