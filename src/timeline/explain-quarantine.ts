import type { UnknownCount } from '../activities/quarantine-contract.js';
import type {
  QuarantineEnd,
  QuarantineInput,
  QuarantineResult,
} from '../workflows/terminal-quarantine.messages.js';
import type { Answer } from './answer.js';
import { operatorActor, workflowActor } from './entry.js';
import type { Actor, EventExplanation } from './entry.js';
import { getField } from './history.js';

const QUARANTINE = workflowActor('terminalQuarantine');

/** A terminal begins to take no new payment. */
export function explainQuarantine(input: unknown): EventExplanation {
  const { terminalId, unknown } = input as QuarantineInput;
  const isSilence = unknown.some(({ isSilent }) => isSilent);
  return {
    actor: QUARANTINE,
    act: `began: ${terminalId} takes no new payment`,
    why: isSilence
      ? 'nothing was heard of a payment: no acknowledgement, no callback, no status'
      : `${unknown.length} outcomes in a row stayed unknown`,
    evidence: unknown.map(({ transactionId }) => transactionId).join(', '),
  };
}

/** A transaction that needs a person was counted for its terminal. */
export function explainUnknownCounted({ result, failure }: Answer): EventExplanation {
  const { inRow, isQuarantined = false } = (result ?? {}) as Partial<UnknownCount>;
  const act = isQuarantined
    ? 'found the terminal quarantined, or quarantined it'
    : 'counted the unknown outcomes of the terminal';
  return {
    actor: workflowActor('transaction'),
    act: failure === undefined ? act : 'could not count the unknown outcomes of the terminal',
    why: 'too many in a row, and the terminal takes no new payment',
    evidence: failure?.words ?? (inRow === undefined ? undefined : `${inRow} in a row`),
    atMs: Number(getField(result, 'at')),
  };
}

/** A poll that the terminal completed ends its quarantine. Where there was none, there is nothing to tell. */
export function explainPollReported({ result, failure }: Answer): EventExplanation | undefined {
  if (failure === undefined && getField(result, 'isEnded') !== true) return undefined;
  return {
    actor: workflowActor('transaction'),
    act:
      failure === undefined
        ? 'ended the quarantine of the terminal'
        : 'could not tell whether the terminal is quarantined',
    why: 'the terminal has answered a poll',
    evidence: failure?.words,
    atMs: Number(getField(result, 'at')),
  };
}

/** Payments are kept from the terminal. */
export function explainClosed({ result, failure }: Answer): EventExplanation {
  return {
    actor: QUARANTINE,
    act:
      failure === undefined
        ? 'had newcomers look, and refused the payments that waited'
        : 'could not refuse the payments that wait',
    why: 'the terminal takes no new payment',
    evidence: failure?.words,
    atMs: Number(getField(result, 'at')),
  };
}

/** Payments are let through again. */
export function explainOpened({ result, failure }: Answer): EventExplanation {
  return {
    actor: QUARANTINE,
    act: failure === undefined ? 'let newcomers pass again' : 'could not tell the queue that it is over',
    why: 'the terminal takes payments again',
    evidence: failure?.words,
    atMs: Number(getField(result, 'at')),
  };
}

/** Somebody, or a poll, ends it. */
export function explainQuarantineEnd(argument: unknown): EventExplanation {
  const end = argument as QuarantineEnd;
  const explanation =
    end.kind === 'polled'
      ? {
          actor: workflowActor('transaction'),
          act: 'ended the quarantine',
          why: 'the terminal completed a poll',
        }
      : {
          actor: operatorActor(end.actor),
          act: 'released the terminal from its quarantine',
          why: end.reason,
        };
  return { ...explanation, evidence: end.kind === 'polled' ? end.transactionId : end.proof, atMs: end.at };
}

/** How a quarantine ended. */
export function explainQuarantineOver(actor: Actor, { end }: QuarantineResult): EventExplanation {
  return {
    actor,
    act: 'ended: the terminal takes payments again',
    why: end.kind === 'polled' ? 'the terminal completed a poll' : `an operator released it: ${end.reason}`,
    evidence: end.kind === 'polled' ? end.transactionId : `key ${end.actor}; ${end.proof}`,
  };
}
