import type { SettleContext, Operation, Order, TerminalCommand } from '../../operations/operation.js';
import { buildReportData } from '../../wire/report-result.js';
import type { FieldRule } from '../fields.js';
import { validateFields, toNumber } from '../fields.js';

type Fields = Readonly<Record<string, unknown>>;

/** A command that moves no money, as data. */
export interface ReportDefinition extends Pick<
  TerminalCommand,
  'path' | 'code' | 'countries' | 'allowedWhileBusy'
> {
  /** Of the fields that only this command has. */
  readonly rules?: Readonly<Record<string, FieldRule>>;
  /** What its result says besides code and text; `refused`: the terminal declines. Nothing, unless told. */
  buildFields?(operation: Operation, desk: SettleContext): Fields | 'refused';
}

/** The command that such a report is. */
export function defineReport({ rules = {}, buildFields, ...names }: ReportDefinition): TerminalCommand {
  return {
    ...names,
    ...{ kind: 'report', movesMoney: false },
    validate: (body) => validateFields(body, rules),
    readOrder: ({ operationId }): Order => ({
      ...{ amount: 0, ticketNumber: undefined, saleType: 0 },
      ...(operationId === undefined ? {} : { operationId: toNumber(operationId) }),
    }),
    settle: (operation, desk) => {
      const fields = buildFields?.(operation, desk) ?? {};
      return fields === 'refused'
        ? { ending: 'declined', operationId: 0 }
        : { ending: 'approved', operationId: 0, fields };
    },
    buildData: buildReportData,
  };
}
