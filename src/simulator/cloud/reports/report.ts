import type { SettleContext, Operation, Order, TerminalCommand } from '../../operations/operation.js';
import { layOutResult, longOutcomeFields } from '../../wire/layout.js';
import type { Statement } from '../../operations/statement.js';
import { validateFields, toNumber } from '../fields.js';
import type { FieldRule } from '../fields.js';

type Fields = Readonly<Record<string, unknown>>;

/** A command that moves no money, as data. */
export interface ReportDefinition extends Pick<
  TerminalCommand,
  'path' | 'code' | 'countries' | 'allowedWhileBusy'
> {
  /** Of the fields that only this command has. */
  readonly rules?: Readonly<Record<string, FieldRule>>;
  /** What its result says besides code and text; `refused`: the terminal declines. Nothing, unless told. */
  buildFields?(operation: Operation, context: SettleContext): Fields | 'refused';
}

/** The command that such a report is. */
export function defineReport({ rules = {}, buildFields, ...names }: ReportDefinition): TerminalCommand {
  return {
    ...names,
    kind: 'report',
    movesMoney: false,
    validate: (body) => validateFields(body, rules),
    readOrder: ({ operationId }): Order => ({
      amount: 0,
      ticketNumber: undefined,
      saleType: 0,
      ...(operationId === undefined ? {} : { operationId: toNumber(operationId) }),
    }),
    settle: (operation, context) => {
      const fields = buildFields?.(operation, context) ?? {};
      return fields === 'refused'
        ? { ending: 'declined', operationId: 0 }
        : { ending: 'approved', operationId: 0, fields };
    },
    buildData: buildReportData,
  };
}

/** The `data` of a report, nested with long names whatever the terminal's shape: a guess of the fixtures. Contract §4.7. */
function buildReportData(operation: Operation, statement: Statement): Record<string, unknown> {
  const long = { ...longOutcomeFields(statement), ...operation.result?.fields };
  return layOutResult(statement, { shape: 'A', namesOperation: true, long, short: {} });
}
