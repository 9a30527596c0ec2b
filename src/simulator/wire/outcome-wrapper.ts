import type { Operation } from '../operations/operation.js';
import type { Alteration } from '../scripts/script.js';
import { languageOf } from '../terminals/terminal.js';
import { statementOf } from './result-statement.js';
import { say } from './wording.js';
import type { Wrapper } from './wrapper.js';
import { accepted, failed } from './wrapper.js';

/** Where a result is told: on the held connection (and by `get_transaction`), by callback, by status query. */
export type Occasion = 'answer' | 'callback' | 'status';

/**
 * A finished operation's result as it is told on an occasion. Past the longest lifecycle the held answer and the
 * callback are the server's own time-out (contract §7, §8); the status query then tells the terminal's 1006.
 */
export function outcomeWrapper(
  operation: Operation,
  occasion: Occasion,
  alteration: Alteration = {},
): Wrapper {
  const language = languageOf(operation.terminal);
  const told = { ...operation.script.customer?.says, ...alteration };
  if (operation.result?.ending === 'lifecycle_over' && told.outcome === undefined && occasion !== 'status') {
    const data = occasion === 'callback' ? { idPosTxs: operation.idPosTxs } : null;
    return failed(say('timeout5m', language), data);
  }
  const message = say(occasion === 'status' ? 'completed' : 'finished', language);
  const statement = statementOf(operation, alteration);
  return accepted(message, operation.command.dataOf(operation, statement, occasion !== 'status'));
}
