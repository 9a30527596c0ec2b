import type { Operation } from '../operations/operation.js';
import { layOut, longOutcome } from './layout.js';
import type { Statement } from './statement.js';

/** The `data` of a report, nested with long names whatever the terminal's shape: a guess of the fixtures. Contract §4.7. */
export function reportData(operation: Operation, statement: Statement): Record<string, unknown> {
  const long = { ...longOutcome(statement), ...operation.result?.fields };
  return layOut(statement, { shape: 'A', naming: true, long, short: {} });
}
