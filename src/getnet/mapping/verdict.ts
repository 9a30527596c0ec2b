import type { IdPosTxs } from '../../domain/ids.js';
import type { StatusQuestion } from '../../domain/status-question.js';
import type { Verdict } from '../../domain/verdict.js';
import type { WireAnswer, WireWrapper } from '../wire/answer.js';
import type { WireResult } from '../wire/terminal-result.js';
import { readAuthorizationCode } from './authorization-code.js';
import { describeHttpStatus } from './cdn-error.js';
import { compareCharge } from './charge.js';
import { isForeign, isProvenForeign, readNaming } from './identity.js';
import type { CommandFacts, Naming } from './identity.js';
import { maskText } from './safe-text.js';
import { classifyServerError } from './server-error.js';
import { toTerminalResult } from './terminal-result.js';
import { compareVoidedSale } from './voided-sale.js';

/** What an answer to a {@link StatusQuestion} is compared with. */
export type AskedCommand = CommandFacts & Pick<StatusQuestion, 'idPosTxs' | 'idFromCallback'>;

/**
 * What Getnet's answer to a status query proves about our command (contract §11.2). Total. A refused query, an HTTP error
 * and nonsense say nothing about the command: `silent`.
 */
export function judgeAnswer({ httpStatus, wrapper }: WireAnswer, question: AskedCommand): Verdict {
  if (httpStatus === 401 || httpStatus === 403 || httpStatus === 429)
    return buildSilent(`query refused: HTTP ${httpStatus}`);
  if (wrapper?.code === undefined) return buildSilent(describeHttpStatus(httpStatus));
  if (wrapper.code === 0) return judgeError(wrapper.message);
  if (httpStatus !== 200) return buildSilent(`HTTP ${httpStatus}`);
  if (wrapper.code !== 1 && wrapper.code !== 2) return buildSilent(`code ${wrapper.code}`);
  return judgeWrapper(wrapper, question);
}

function judgeError(message: string): Verdict {
  const error = classifyServerError(message);
  return error.kind === 'id_not_found' ? { kind: 'not_found' } : buildSilent(maskText(`error: ${message}`));
}

function judgeWrapper(wrapper: WireWrapper, question: AskedCommand): Verdict {
  const other = findOtherOperation(wrapper, question);
  if (other !== undefined) return other;
  const end = wrapper.code === 1 ? findEnd(wrapper, question) : undefined;
  if (end === undefined) return { kind: 'pending', idPosTxs: question.idPosTxs };
  const named = readNaming(wrapper);
  // Anybody may post a callback: only Getnet naming our attempt makes its id ours.
  if (question.idFromCallback && !named.customId) return buildContradiction(['customId']);
  return judgeResult(end, { ...question, named, idIsOurs: !question.idFromCallback });
}

/** Code 1 is the end (contract §5.1); where money may move, only with something of a terminal in it (§11.2 rule 4). */
function findEnd({ result }: WireWrapper, { report }: CommandFacts): WireResult | undefined {
  return result?.hasContent || report ? result : undefined;
}

function findOtherOperation(wrapper: WireWrapper, question: AskedCommand): Contradiction | undefined {
  const fields = [
    ...(wrapper.idPosTxs.some((id) => id !== question.idPosTxs) ? ['idPosTxs'] : []),
    ...(isForeign(wrapper, question) ? ['customId'] : []),
  ];
  if (fields.length === 0) return undefined;
  return { ...buildContradiction(fields), ...(isProvenForeign(wrapper, question) && { foreign: true }) };
}

/** A command, and how well an answer that is about no other one names it. */
export interface NamedCommand extends CommandFacts {
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
export function judgeResult(
  wire: WireResult,
  ours: NamedCommand,
): Exclude<Verdict, { kind: 'pending' | 'not_found' }> {
  const id = ours.idPosTxs && { idPosTxs: ours.idPosTxs };
  const code = wire.terminalCode ?? (ours.report ? null : undefined);
  if (code === undefined || Number.isNaN(code))
    return { ...buildSilent('terminal result without a code'), ...id };
  const found = {
    result: toTerminalResult(wire, code, ours.report),
    ...id,
    namesUs: ours.named.customId,
  };
  return code === null || code === 0 ? judgeApproval(wire, ours, found) : { kind: 'declined', ...found };
}

type Approval = Extract<Verdict, { kind: 'approved' }>;

function judgeApproval(wire: WireResult, ours: NamedCommand, found: Omit<Approval, 'kind'>) {
  const charge = compareCharge(wire, ours, ours.named.customId && ours.named.idPosTxs);
  const fields = [
    ...(wire.functionCode === undefined || wire.functionCode === ours.functionCode ? [] : ['functionCode']),
    ...(charge.contradicts ? ['amount'] : []),
  ];
  if (fields.length > 0) return buildContradiction(fields);
  const sale = ours.voids ? compareVoidedSale(wire, ours.voids) : { kind: 'ours' as const };
  if (sale.kind === 'another') return { ...buildContradiction(sale.fields), detail: sale.detail };
  const code = judgeCode(wire, ours);
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
function judgeCode({ authorizationCode }: WireResult, { cardSale, named, idIsOurs }: NamedCommand) {
  const read = readAuthorizationCode(authorizationCode);
  if (!cardSale || read.kind === 'code') return { counts: true, warnings: [] };
  if (read.kind === 'absent') return { counts: false, warnings: [] };
  return { counts: idIsOurs || named.customId, warnings: [read.doubt] };
}

type Contradiction = Extract<Verdict, { kind: 'contradiction' }>;

function buildContradiction(fields: readonly string[]): Contradiction {
  return { kind: 'contradiction', fields };
}

function buildSilent(cause: string): Extract<Verdict, { kind: 'silent' }> {
  return { kind: 'silent', cause };
}
