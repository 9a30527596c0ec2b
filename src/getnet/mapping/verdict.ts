import type { IdPosTxs } from '../../domain/ids.js';
import type { Verdict } from '../../domain/verdict.js';
import type { WireAnswer, WireWrapper } from '../wire/answer.js';
import type { WireResult } from '../wire/terminal-result.js';
import { differences, isForeign } from './identity.js';
import type { CommandFacts } from './identity.js';
import { safeText } from './safe-text.js';
import { serverErrorOf } from './server-error.js';
import { terminalResultOf } from './terminal-result.js';
import { isAuthorised } from './voucher.js';

/** What is asked about a command: `GET {id}` in the cloud, or `get_transaction` at the terminal (contract §5). */
export interface Question extends CommandFacts {
  readonly idPosTxs: IdPosTxs;
  /** The id came from a callback, not from our own acknowledgement: a result must name our `customId`. */
  readonly idFromCallback: boolean;
}

/**
 * What Getnet's answer to a status query proves about our command (contract §11.2). Total. A refused query, an HTTP error
 * and nonsense say nothing about the command: `silent`.
 */
export function verdictOf({ httpStatus, wrapper }: WireAnswer, question: Question): Verdict {
  if (httpStatus === 401 || httpStatus === 403 || httpStatus === 429)
    return silent(`query refused: HTTP ${httpStatus}`);
  if (wrapper?.code === undefined) return silent(`HTTP ${httpStatus} without a readable body`);
  if (wrapper.code === 0) return errorVerdict(wrapper.message);
  if (httpStatus !== 200) return silent(`HTTP ${httpStatus}`);
  if (wrapper.code !== 1 && wrapper.code !== 2) return silent(`code ${wrapper.code}`);
  return answeredVerdict(wrapper, question);
}

function errorVerdict(message: string): Verdict {
  const error = serverErrorOf(message);
  return error.kind === 'id_not_found' ? { kind: 'not_found' } : silent(safeText(`error: ${message}`));
}

function answeredVerdict(wrapper: WireWrapper, question: Question): Verdict {
  const foreign = foreignFields(wrapper, question);
  if (foreign.length > 0) return { kind: 'contradiction', fields: foreign };
  const end = wrapper.code === 1 ? endIn(wrapper, question) : undefined;
  if (end === undefined) return { kind: 'pending', idPosTxs: question.idPosTxs };
  // Anybody may post a callback: only Getnet naming our attempt makes its id ours.
  if (question.idFromCallback && wrapper.customId.length === 0)
    return { kind: 'contradiction', fields: ['customId'] };
  return resultVerdict(end, question);
}

/** Code 1 is the end (contract §5.1); where money may move, only with something of a terminal in it (§11.2 rule 4). */
function endIn({ result }: WireWrapper, { report }: CommandFacts): WireResult | undefined {
  return result?.telling || report ? result : undefined;
}

function foreignFields(wrapper: WireWrapper, question: Question): readonly string[] {
  return [
    ...(wrapper.idPosTxs.some((id) => id !== question.idPosTxs) ? ['idPosTxs'] : []),
    ...(isForeign(wrapper, question) ? ['customId'] : []),
  ];
}

/**
 * What a terminal's result, known to be about our command, says: the last steps of contract §11.2. A command that moves no
 * money has also ended well where the result has no code at all (§4.5); one that cannot be read stays in doubt.
 */
export function resultVerdict(
  wire: WireResult,
  ours: CommandFacts & { readonly idPosTxs?: IdPosTxs },
): Exclude<Verdict, { kind: 'pending' | 'not_found' }> {
  const id = ours.idPosTxs && { idPosTxs: ours.idPosTxs };
  const code = wire.terminalCode ?? (ours.report ? null : undefined);
  if (code === undefined || Number.isNaN(code)) return { ...silent('terminal result without a code'), ...id };
  const fields = differences(wire, ours);
  if (fields.length > 0) return { kind: 'contradiction', fields };
  const result = terminalResultOf(wire, code, ours.report);
  if (code !== null && code !== 0) return { kind: 'declined', result, ...id };
  return { kind: ours.cardSale && !isAuthorised(wire) ? 'approved_without_code' : 'approved', result, ...id };
}

function silent(cause: string): Extract<Verdict, { kind: 'silent' }> {
  return { kind: 'silent', cause };
}
