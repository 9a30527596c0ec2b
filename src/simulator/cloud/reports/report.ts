import type { Desk, Operation, Order, TerminalCommand } from '../../operations/operation.js';
import { reportData } from '../../wire/report-result.js';
import type { FieldRule } from '../fields.js';
import { fieldFaults, numberOf } from '../fields.js';

type Fields = Readonly<Record<string, unknown>>;

/** A command that moves no money, as data. */
export interface Report extends Pick<TerminalCommand, 'path' | 'code' | 'countries' | 'outOfTurn'> {
  /** Of the fields that only this command has. */
  readonly rules?: Readonly<Record<string, FieldRule>>;
  /** What its result says besides code and text; `refused`: the terminal declines. Nothing, unless told. */
  tell?(operation: Operation, desk: Desk): Fields | 'refused';
}

/** The command that such a report is. */
export function report({ rules = {}, tell, ...names }: Report): TerminalCommand {
  return {
    ...names,
    ...{ kind: 'report', movesMoney: false },
    faults: (body) => fieldFaults(body, rules),
    orderOf: ({ operationId }): Order => ({
      ...{ amount: 0, ticketNumber: undefined, saleType: 0 },
      ...(operationId === undefined ? {} : { operationId: numberOf(operationId) }),
    }),
    settle: (operation, desk) => {
      const fields = tell?.(operation, desk) ?? {};
      return fields === 'refused'
        ? { ending: 'declined', operationId: 0 }
        : { ending: 'approved', operationId: 0, fields };
    },
    dataOf: reportData,
  };
}
