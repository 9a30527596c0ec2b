import type { IdPosTxs } from '../../domain/ids.js';
import { readAnswer } from '../wire/answer.js';
import { namedId } from './identity.js';

/** What a callback claims. Never proof: a status query decides (contract §6). */
export interface CallbackHint {
  readonly idPosTxs?: IdPosTxs;
  readonly claims: 'approved' | 'declined' | 'nothing';
}

/** Reads any text at all; never throws. `nothing` includes time-outs, acknowledgements and bodies nobody can read. */
export function callbackHint(body: string): CallbackHint {
  const { wrapper } = readAnswer(200, body);
  if (wrapper === undefined) return { claims: 'nothing' };
  const id = namedId(wrapper);
  const code = wrapper.code === 1 ? wrapper.result?.terminalCode : undefined;
  return { ...(id && { idPosTxs: id }), claims: claimed(code) };
}

function claimed(terminalCode: number | undefined): CallbackHint['claims'] {
  if (terminalCode === undefined || Number.isNaN(terminalCode)) return 'nothing';
  return terminalCode === 0 ? 'approved' : 'declined';
}
