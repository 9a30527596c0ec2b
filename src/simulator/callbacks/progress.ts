import type { Operation } from '../operations/operation.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import { translate } from '../wire/wording.js';
import { inProcessWrapper } from '../wire/wrapper.js';
import type { ProgressScript } from '../scripts/script.js';

/** What a notice before the true callback says: the script's words, or that the operation is in process. Contract §6: unknown. */
export function buildProgressBody(
  { idPosTxs, customId, terminal }: Operation,
  { body, different }: ProgressScript,
  round: number,
): unknown {
  if (body !== undefined) return body;
  const text = translate('inProcess', getTerminalLanguage(terminal));
  return { ...inProcessWrapper(different ? `${text} (${round})` : text), data: { idPosTxs, customId } };
}
