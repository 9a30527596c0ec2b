import { parseIdPosTxs } from '../../domain/ids.js';
import type { IdPosTxs } from '../../domain/ids.js';
import { readAnswer } from '../wire/answer.js';
import type { WireWrapper } from '../wire/answer.js';
import { decodeText } from '../wire/text.js';
import { readNamedId } from './identity.js';

/** What a callback claims. Never proof: a status query decides (contract §6). */
export interface ParsedCallback {
  readonly idPosTxs?: IdPosTxs;
  /** `in_process`: a notice on the way, which is nothing to ask about. */
  readonly claims: 'approved' | 'declined' | 'in_process' | 'nothing';
}

/** Reads any bytes at all, in any character set; never throws. See {@link readCallbackText}. */
export function readCallbackBody(body: Uint8Array): ParsedCallback {
  return readCallbackText(decodeText(body));
}

/**
 * Reads any text at all, as far as it can be read; never throws. `nothing` includes time-outs, bodies nobody can read, and
 * every end without a terminal's code.
 */
export function readCallbackText(body: string): ParsedCallback {
  const { wrapper } = readAnswer(200, body);
  if (wrapper === undefined) return { ...withIdPosTxs(findNumberInFragment(body)), claims: 'nothing' };
  return { ...withIdPosTxs(readNamedId(wrapper)), claims: readClaim(wrapper) };
}

function withIdPosTxs(id: IdPosTxs | undefined): Pick<ParsedCallback, 'idPosTxs'> {
  return id === undefined ? {} : { idPosTxs: id };
}

function readClaim(wrapper: WireWrapper): ParsedCallback['claims'] {
  const { code, result } = wrapper;
  if (code === 2) return 'in_process';
  if (code !== 1) return 'nothing';
  if (!result?.hasContent) return isNotice(wrapper.message) ? 'in_process' : 'nothing';
  const { terminalCode } = result;
  if (terminalCode === undefined || Number.isNaN(terminalCode)) return 'nothing';
  return terminalCode === 0 ? 'approved' : 'declined';
}

/** Accepted or under way; a report, too, ends with code 1 and no terminal's code, so its words decide (contract §4.5). */
function isNotice(message: string): boolean {
  const text = message.slice(0, 200).toUpperCase();
  return (
    /\bSENT\b|ENVIAD|PROCES|PROGRES|EN CURSO/.test(text) &&
    !/FINISH|COMPLET|FINALI|PROCESSED|PROCESAD/.test(text)
  );
}

const MAX_FRAGMENT_LENGTH = 1_000_000;
const NUMBER = /\\?"idpostxs\\?"\s*:\s*\\?"?(\d{1,19})(?=\\?"|\s|[,}])/gi;

/** A body that was cut off on its way may still name the number; it is asked about, and must then name us. */
function findNumberInFragment(body: string): IdPosTxs | undefined {
  const found = [...body.slice(0, MAX_FRAGMENT_LENGTH).matchAll(NUMBER)].map(([, digits]) =>
    parseIdPosTxs(digits),
  );
  const [first, ...others] = new Set(found);
  return others.length === 0 ? first : undefined;
}
