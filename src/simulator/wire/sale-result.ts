import { isQr } from '../operations/operation.js';
import type { Operation } from '../operations/operation.js';
import type { Shape } from '../terminals/terminal.js';
import { layOutResult, shortFields } from './layout.js';
import { buildStatement } from './result-statement.js';
import { buildArgentineResponse, buildChileanResponse } from './shape-a.js';
import type { Statement } from '../operations/statement.js';

/** The `data` of a sale's result in the terminal's shape. */
export function buildSaleData(
  operation: Operation,
  statement: Statement,
  namesOperation: boolean,
): Record<string, unknown> {
  const shape = operation.terminal.shape ?? chooseShape(operation);
  return layOutResult(statement, {
    shape,
    namesOperation,
    short: shortFields(statement),
    long: buildLongFields(operation, statement),
  });
}

/** Every field that an approved sale's own result had, for its duplicate: code and text are the duplicate's. */
export function buildSaleDuplicate(operation: Operation): Record<string, unknown> {
  const {
    functionCode: _code,
    responseCode: _response,
    responseMessage: _message,
    ...rest
  } = buildLongFields(operation, buildStatement(operation, { outcome: 'approved' }));
  return rest;
}

function chooseShape(operation: Operation): Shape {
  if (operation.terminal.country === 'CL') return 'A';
  return isQr(operation) ? 'C' : 'B';
}

function buildLongFields(operation: Operation, statement: Statement): Record<string, unknown> {
  return operation.terminal.country === 'CL'
    ? buildChileanResponse(operation, statement)
    : buildArgentineResponse(operation, statement);
}
