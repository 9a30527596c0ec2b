import type { Operation } from '../operations/operation.js';
import { languageOf } from '../terminals/terminal.js';
import { say } from '../wire/wording.js';
import { inProcess } from '../wire/wrapper.js';
import type { ProgressScript } from '../scripts/script.js';

/** What a notice before the true callback says: the script's words, or that the operation is in process. Contract §6: unknown. */
export function progressBody(
  { idPosTxs, customId, terminal }: Operation,
  { body, different }: ProgressScript,
  round: number,
): unknown {
  if (body !== undefined) return body;
  const text = say('inProcess', languageOf(terminal));
  return { ...inProcess(different ? `${text} (${round})` : text), data: { idPosTxs, customId } };
}
