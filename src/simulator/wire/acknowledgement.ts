import type { Operation } from '../operations/operation.js';
import { languageOf } from '../terminals/terminal.js';
import { say } from './wording.js';
import type { Wrapper } from './wrapper.js';
import { accepted } from './wrapper.js';

/** `TRANSACTION SENT` with the operation's number, or with what the script's lie says instead. Contract §0.2. */
export function acknowledgement({ idPosTxs, terminal, script }: Operation): Wrapper {
  const { lie = {} } = script.answer ?? {};
  const number = lie.idPosTxs === undefined ? idPosTxs : lie.idPosTxs;
  return accepted(say('sent', languageOf(terminal)), {
    ...(number === null ? {} : { idPosTxs: number }),
    ...(lie.customId == null ? {} : { customId: lie.customId }),
  });
}
