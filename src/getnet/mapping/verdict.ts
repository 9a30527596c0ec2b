import type { IdPosTxs } from '../../domain/ids.js';
import type { StatusQuestion } from '../../domain/status-question.js';
import type { Verdict } from '../../domain/verdict.js';
import type { WireAnswer, WireWrapper } from '../wire/answer.js';
import type { WireResult } from '../wire/terminal-result.js';
import { readAuthorizationCode } from './authorization-code.js';
import { httpCause } from './cdn-error.js';
import { chargeIn } from './charge.js';
import { isForeign, isProvenForeign, namingIn } from './identity.js';
import type { CommandFacts, Naming } from './identity.js';
import { safeText } from './safe-text.js';
import { serverErrorOf } from './server-error.js';
import { terminalResultOf } from './terminal-result.js';
import { voidedSale } from './voided-sale.js';

/** What an answer to a {@link StatusQuestion} is compared with. */
export type AskedCommand = CommandFacts & Pick<StatusQuestion, 'idPosTxs' | 'idFromCallback'>;

/**
 * What Getnet's answer to a status query proves about our command (contract §11.2). Total. A refused query, an HTTP error
 * and nonsense say nothing about the command: `silent`.
 */
export function verdictOf({ httpStatus, wrapper }: WireAnswer, question: AskedCommand): Verdict {
  if (httpStatus === 401 || httpStatus === 403 || httpStatus === 429)
    return silent(`query refused: HTTP ${httpStatus}`);
  if (wrapper?.code === undefined) return silent(httpCause(httpStatus));
  if (wrapper.code === 0) return errorVerdict(wrapper.message);
  if (httpStatus !== 200) return silent(`HTTP ${httpStatus}`);
  if (wrapper.code !== 1 && wrapper.code !== 2) return silent(`code ${wrapper.code}`);
  return answeredVerdict(wrapper, question);
}

function errorVerdict(message: string): Verdict {
  const error = serverErrorOf(message);
  return error.kind === 'id_not_found' ? { kind: 'not_found' } : silent(safeText(`error: ${message}`));
}

function answeredVerdict(wrapper: WireWrapper, question: AskedCommand): Verdict {
  const other = otherOperation(wrapper, question);
  if (other !== undefined) return other;
  const end = wrapper.code === 1 ? endIn(wrapper, question) : undefined;
  if (end === undefined) return { kind: 'pending', idPosTxs: question.idPosTxs };
  const named = namingIn(wrapper);
  // Anybody may post a callback: only Getnet naming our attempt makes its id ours.
  if (question.idFromCallback && !named.customId) return contradiction(['customId']);
  return resultVerdict(end, { ...question, named, idIsOurs: !question.idFromCallback });
}

/** Code 1 is the end (contract §5.1); where money may move, only with something of a terminal in it (§11.2 rule 4). */
function endIn({ result }: WireWrapper, { report }: CommandFacts): WireResult | undefined {
  return result?.telling || report ? result : undefined;
}

function otherOperation(wrapper: WireWrapper, question: AskedCommand): Contradiction | undefined {
  const fields = [
    ...(wrapper.idPosTxs.some((id) => id !== question.idPosTxs) ? ['idPosTxs'] : []),
    ...(isForeign(wrapper, question) ? ['customId'] : []),
  ];
  if (fields.length === 0) return undefined;
  return { ...contradiction(fields), ...(isProvenForeign(wrapper, question) && { foreign: true }) };
}

/** A command, and how well an answer that is about no other one names it. */
export interface Judged extends CommandFacts {
  readonly idPosTxs?: IdPosTxs;
  readonly named: Naming;
  /** We asked by a number of our own acknowledgement. */
  readonly idIsOurs: boolean;
}

/**
 * What a terminal's result, known to be about our command, says: the last steps of contract §11.2. A decline is a decline
 * whatever amount or function code it repeats; only an approval is compared. A command that moves no money has also ended
 * well where the result has no code at all (§4.5); one that cannot be read stays in doubt.
 */
export function resultVerdict(
  wire: WireResult,
  ours: Judged,
): Exclude<Verdict, { kind: 'pending' | 'not_found' }> {
  const id = ours.idPosTxs && { idPosTxs: ours.idPosTxs };
  const code = wire.terminalCode ?? (ours.report ? null : undefined);
  if (code === undefined || Number.isNaN(code)) return { ...silent('terminal result without a code'), ...id };
  const found = {
    result: terminalResultOf(wire, code, ours.report),
    ...id,
    namesUs: ours.named.customId,
  };
  return code === null || code === 0 ? approval(wire, ours, found) : { kind: 'declined', ...found };
}

type Approval = Extract<Verdict, { kind: 'approved' }>;

function approval(wire: WireResult, ours: Judged, found: Omit<Approval, 'kind'>) {
  const charge = chargeIn(wire, ours, ours.named.customId && ours.named.idPosTxs);
  const fields = [
    ...(wire.functionCode === undefined || wire.functionCode === ours.functionCode ? [] : ['functionCode']),
    ...(charge.contradicts ? ['amount'] : []),
  ];
  if (fields.length > 0) return contradiction(fields);
  const sale = ours.voids ? voidedSale(wire, ours.voids) : { kind: 'ours' as const };
  if (sale.kind === 'another') return { ...contradiction(sale.fields), detail: sale.detail };
  const code = codeOf(wire, ours);
  const warnings = [
    ...charge.warnings,
    ...(sale.kind === 'ours_in_doubt' ? [sale.warning] : []),
    ...code.warnings,
  ];
  const { amountCharged } = charge;
  return {
    kind: code.counts ? ('approved' as const) : ('approved_without_code' as const),
    ...found,
    ...(amountCharged && { amountCharged }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/**
 * Whether a card sale's approval counts at once. Something that is no code (`000000`) is no intermediate answer either:
 * where the answer surely is about our sale, the approval counts and the oddity is a warning.
 */
function codeOf({ authorizationCode }: WireResult, { cardSale, named, idIsOurs }: Judged) {
  const read = readAuthorizationCode(authorizationCode);
  if (!cardSale || read.kind === 'code') return { counts: true, warnings: [] };
  if (read.kind === 'absent') return { counts: false, warnings: [] };
  return { counts: idIsOurs || named.customId, warnings: [read.doubt] };
}

type Contradiction = Extract<Verdict, { kind: 'contradiction' }>;

function contradiction(fields: readonly string[]): Contradiction {
  return { kind: 'contradiction', fields };
}

function silent(cause: string): Extract<Verdict, { kind: 'silent' }> {
  return { kind: 'silent', cause };
}
