import type { DispatchOutcome, RefusalReason } from '../../domain/dispatch.js';
import type { Policy } from '../../domain/policy.js';
import type { WireAnswer, WireWrapper } from '../wire/answer.js';
import { readAuthorizationCode } from './authorization-code.js';
import { describeHttpStatus, isOriginUnreachable } from './cdn-error.js';
import { isForeign, readNamedId, readNaming } from './identity.js';
import type { CommandFacts } from './identity.js';
import { toReadings, joinClauses } from './message-text.js';
import { maskText } from './safe-text.js';
import { classifyServerError } from './server-error.js';
import { judgeResult } from './verdict.js';
import { mentionsOperation } from './words-of-doubt.js';

/** A command as it went out, for judging its reply. */
export interface SentCommand extends CommandFacts {
  readonly offlineMeans: Policy['offlineMeans'];
  /** `GETNET_CDN_ERRORS_MEAN`: how a CDN's errors about its origin are read; `unknown` by default. */
  readonly cdnErrorsMean?: 'unknown' | 'not_sent';
}

const refusedByHttp: Readonly<Record<number, RefusalReason>> = {
  401: 'unauthorized',
  403: 'forbidden',
  429: 'rate_limited',
};

/**
 * What the reply to a dispatched command says about it (contract §11.2, in its order). Total, and doubt is `unknown`: a
 * refusal that nevertheless speaks of an operation may have reached the terminal.
 */
export function judgeReply({ httpStatus, wrapper }: WireAnswer, command: SentCommand): DispatchOutcome {
  const reason = refusedByHttp[httpStatus];
  if (reason !== undefined && !(wrapper && suggestsOperation(wrapper, command)))
    return buildRefused(reason, wrapper?.message);
  if (wrapper?.code === undefined) return judgeUnreadable(httpStatus, wrapper, command);
  if (wrapper.code === 0) return judgeErrorReply(wrapper, command);
  if (httpStatus !== 200) return buildUnknown(`HTTP ${httpStatus}`, wrapper, command);
  if (wrapper.code !== 1 && wrapper.code !== 2) return buildUnknown(`code ${wrapper.code}`, wrapper, command);
  return judgeAcceptedReply(wrapper, command);
}

function judgeUnreadable(
  httpStatus: number,
  wrapper: WireWrapper | undefined,
  command: SentCommand,
): DispatchOutcome {
  const cause = describeHttpStatus(httpStatus);
  const nothingSent = command.cdnErrorsMean === 'not_sent' && wrapper === undefined;
  return nothingSent && isOriginUnreachable(httpStatus)
    ? { kind: 'unreachable', cause }
    : buildUnknown(cause, wrapper, command);
}

/** It names an operation or carries a result: then something may run, whatever else it says. */
function hasOperation({ idPosTxs, result }: WireWrapper): boolean {
  if (idPosTxs.length > 0) return true;
  if (result === undefined) return false;
  const { terminalCode, functionCode, authorizationCode } = result;
  const isCodeAbsent = readAuthorizationCode(authorizationCode).kind === 'absent';
  return terminalCode !== undefined || functionCode !== undefined || !isCodeAbsent;
}

/**
 * Whether the body of an HTTP refusal speaks of an operation. The status has refused the command, so the words of the refusal
 * itself are no doubt, nor is a `code` that is none of Getnet's for a command it took (contract §11.2 rule 1).
 */
function suggestsOperation(wrapper: WireWrapper, command: SentCommand): boolean {
  const { code, message, result } = wrapper;
  const isTaken = code === 1 || code === 2;
  if (isTaken || hasOperation(wrapper) || isForeign(wrapper, command)) return true;
  return [message, result?.terminalMessage ?? ''].some(isDoubtfulText);
}

function isDoubtfulText(text: string): boolean {
  const readings = toReadings(text) ?? [];
  return classifyServerError(text).kind !== 'refusal' && readings.map(joinClauses).some(mentionsOperation);
}

function judgeErrorReply(wrapper: WireWrapper, command: SentCommand): DispatchOutcome {
  const error = classifyServerError(wrapper.message);
  const doubtful = hasOperation(wrapper) || isForeign(wrapper, command);
  const offline = error.kind === 'refusal' && error.reason === 'terminal_offline';
  if (error.kind !== 'refusal' || doubtful || (offline && command.offlineMeans === 'unknown')) {
    return buildUnknown(maskText(`error: ${wrapper.message}`), wrapper, command);
  }
  return buildRefused(error.reason, wrapper.message);
}

function judgeAcceptedReply(wrapper: WireWrapper, command: SentCommand): DispatchOutcome {
  if (isForeign(wrapper, command)) return buildUnknown('the reply names another customId', wrapper, command);
  if (wrapper.idPosTxs.length > 1) return buildUnknown('the reply names several idPosTxs', wrapper, command);
  const id = readNamedId(wrapper);
  if (wrapper.code === 2 || !wrapper.result?.hasContent) {
    return id
      ? { kind: 'acknowledged', idPosTxs: id }
      : buildUnknown('accepted, without an idPosTxs', wrapper, command);
  }
  const named = readNaming(wrapper);
  return toDispatchOutcome(
    judgeResult(wrapper.result, { ...command, idPosTxs: id, named, idIsOurs: false }),
    {
      wrapper,
      command,
    },
  );
}

function toDispatchOutcome(
  verdict: ReturnType<typeof judgeResult>,
  { wrapper, command }: { readonly wrapper: WireWrapper; readonly command: SentCommand },
): DispatchOutcome {
  switch (verdict.kind) {
    case 'approved':
    case 'declined':
      return { kind: 'finished', proof: verdict };
    case 'approved_without_code':
      return buildUnknown('approved, without an authorisation code', wrapper, command);
    case 'contradiction':
      return buildUnknown(
        verdict.detail ?? `the reply names another ${verdict.fields.join(' and ')}`,
        wrapper,
        command,
      );
    case 'silent':
      return buildUnknown(verdict.cause, wrapper, command);
  }
}

function buildRefused(reason: RefusalReason, message = ''): DispatchOutcome {
  return { kind: 'refused', reason, ...(message !== '' && { message: maskText(message) }) };
}

/** Keeps the id a status query can ask for, unless the reply is about another operation. */
function buildUnknown(
  cause: string,
  wrapper: WireWrapper | undefined,
  command: SentCommand,
): DispatchOutcome {
  const id = wrapper && !isForeign(wrapper, command) ? readNamedId(wrapper) : undefined;
  return { kind: 'unknown', cause, ...(id && { idPosTxs: id }) };
}
