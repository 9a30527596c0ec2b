import type { Operation } from '../operations/operation.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import { translate } from './wording.js';
import type { Wrapper } from './wrapper.js';
import { acceptedWrapper } from './wrapper.js';

/** `TRANSACTION SENT` with the operation's number, or with what the script's lie says instead. Contract §0.2. */
export function buildAcknowledgement({ idPosTxs, terminal, script }: Operation): Wrapper {
  const { lie = {} } = script.answer ?? {};
  const number = lie.idPosTxs === undefined ? idPosTxs : lie.idPosTxs;
  return acceptedWrapper(translate('sent', getTerminalLanguage(terminal)), {
    ...(number === null ? {} : { idPosTxs: number }),
    ...(lie.customId == null ? {} : { customId: lie.customId }),
  });
}
