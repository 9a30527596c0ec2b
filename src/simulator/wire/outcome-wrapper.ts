import type { Operation } from '../operations/operation.js';
import type { Alteration } from '../scripts/script.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import { buildStatement } from './result-statement.js';
import { translate } from './wording.js';
import type { Wrapper } from './wrapper.js';
import { acceptedWrapper, failedWrapper } from './wrapper.js';

/** Where a result is told: on the held connection (and by `get_transaction`), by callback, by status query. */
export type ResultChannel = 'answer' | 'callback' | 'status';

/**
 * A finished operation's result as it is told on an occasion. Past the longest lifecycle the held answer and the
 * callback are the server's own time-out (contract §7, §8); the status query then tells the terminal's 1006.
 */
export function buildOutcome(
  operation: Operation,
  occasion: ResultChannel,
  alteration: Alteration = {},
): Wrapper {
  const language = getTerminalLanguage(operation.terminal);
  const changes = { ...operation.script.customer?.says, ...alteration };
  if (
    operation.result?.ending === 'lifecycle_over' &&
    changes.outcome === undefined &&
    occasion !== 'status'
  ) {
    const data = occasion === 'callback' ? { idPosTxs: operation.idPosTxs } : null;
    return failedWrapper(translate('timeout5m', language), data);
  }
  const message = translate(occasion === 'status' ? 'completed' : 'finished', language);
  const statement = buildStatement(operation, alteration);
  return acceptedWrapper(message, operation.command.buildData(operation, statement, occasion !== 'status'));
}
