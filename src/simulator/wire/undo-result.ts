import type { Operation } from '../operations/operation.js';
import { layOutResult, longOutcomeFields, shortFields } from './layout.js';
import { formatLocalTime } from './local-time.js';
import { commerceCode } from './shape-a.js';
import type { Statement } from '../operations/statement.js';

/**
 * The `data` of a void or return, in shape A unless the terminal has one of its own: the fixtures show no other, and none
 * was ever seen. Contract §4.3, §4.4: names of siblings, in camel case.
 */
export function buildUndoData(
  operation: Operation,
  statement: Statement,
  namesOperation: boolean,
): Record<string, unknown> {
  return layOutResult(statement, {
    shape: operation.terminal.shape ?? 'A',
    namesOperation,
    long: buildLongUndoFields(operation, statement),
    short: shortFields(statement),
  });
}

function buildLongUndoFields(operation: Operation, statement: Statement): Record<string, unknown> {
  const { order, command, result, terminal } = operation;
  const isApproved = statement.reading === 'approved';
  return {
    ...longOutcomeFields(statement),
    commerceCode,
    terminalId: terminal.idTerminal,
    authorizationCode: statement.authorizationCode,
    operationId: statement.operationId ?? chooseReceiptNumber(operation, isApproved),
    success: isApproved,
    ...(command.path === 'return' && {
      dateTime: formatLocalTime(result?.atMs ?? Date.now(), terminal.country),
    }),
    // No amount is known to be told; a lie about it has to be.
    ...(statement.amount === order.amount ? {} : { amount: statement.amount }),
  };
}

// A void that hit another sale tells the number of that one.
function chooseReceiptNumber({ order, result, script }: Operation, isApproved: boolean): number {
  const asked = script.customer?.undoes === undefined ? order.operationId : undefined;
  return asked ?? (isApproved ? (result?.operationId ?? 0) : 0);
}
