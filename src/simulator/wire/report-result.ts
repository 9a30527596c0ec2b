import type { Operation } from '../operations/operation.js';
import { layOutResult, longOutcomeFields } from './layout.js';
import type { Statement } from './statement.js';

/** The `data` of a report, nested with long names whatever the terminal's shape: a guess of the fixtures. Contract §4.7. */
export function buildReportData(operation: Operation, statement: Statement): Record<string, unknown> {
  const long = { ...longOutcomeFields(statement), ...operation.result?.fields };
  return layOutResult(statement, { shape: 'A', namesOperation: true, long, short: {} });
}
