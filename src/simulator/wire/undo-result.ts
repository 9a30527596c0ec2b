import type { Operation } from '../operations/operation.js';
import { layOut, longOutcome, shortNames } from './layout.js';
import { localTime } from './local-time.js';
import { commerceCode } from './shape-a.js';
import type { Statement } from './statement.js';

/**
 * The `data` of a void or return, in shape A unless the terminal has one of its own: the fixtures show no other, and none
 * was ever seen. Contract §4.3, §4.4: names of siblings, in camel case.
 */
export function undoData(
  operation: Operation,
  statement: Statement,
  naming: boolean,
): Record<string, unknown> {
  return layOut(statement, {
    ...{ shape: operation.terminal.shape ?? 'A', naming },
    ...{ long: longFields(operation, statement), short: shortNames(statement) },
  });
}

function longFields(operation: Operation, statement: Statement): Record<string, unknown> {
  const { order, command, result, terminal } = operation;
  const approved = statement.reading === 'approved';
  return {
    ...longOutcome(statement),
    commerceCode,
    terminalId: terminal.idTerminal,
    authorizationCode: statement.authorizationCode,
    operationId: statement.operationId ?? receiptOf(operation, approved),
    success: approved,
    ...(command.path === 'return' && { dateTime: localTime(result?.at ?? Date.now(), terminal.country) }),
    // No amount is known to be told; a lie about it has to be.
    ...(statement.amount === order.amount ? {} : { amount: statement.amount }),
  };
}

// A void that hit another sale tells the number of that one.
function receiptOf({ order, result, script }: Operation, approved: boolean): number {
  const asked = script.customer?.undoes === undefined ? order.operationId : undefined;
  return asked ?? (approved ? (result?.operationId ?? 0) : 0);
}
