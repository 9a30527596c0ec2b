import type { DispatchOrder, DispatchReport } from '../activities/contract.js';
import { describeDispatch } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { cloud, server, worker } from './entry.js';
import type { RunContext } from './context.js';
import type { EventExplanation } from './entry.js';
import type { Answer } from './answer.js';
import { describeNumbers } from './explain-verdict.js';

/** A command is given to a worker. */
export function explainHandOut(input: unknown, context: RunContext): EventExplanation {
  const { handOut = 0 } = (input ?? {}) as Partial<DispatchOrder>;
  context.hasDispatched = true;
  context.handOut = handOut;
  return {
    actor: { kind: 'service', id: context.workflowType },
    act: 'gave the command to a worker, which hands it to Getnet',
    why: 'a command is sent once, and never a second time',
  };
}

/** How handing a command to Getnet ended. */
export function explainDispatch({ result, failure, input }: Answer): EventExplanation {
  const { accepted, policy } = (input ?? {}) as Partial<DispatchOrder>;
  const customId = accepted?.customId;
  const evidence = customId === undefined ? undefined : `customId ${customId}`;
  if (failure?.isSilence && policy?.claimsDispatch)
    return {
      actor: server,
      act: 'found that the worker which had the command fell silent before it claimed it',
      why: 'a command leaves only after its worker has claimed it here: nothing was sent, and another worker may send it',
      evidence: failure.words,
    };
  if (failure !== undefined)
    return {
      actor: server,
      act: 'found that the worker which was sending the command did not report',
      why: 'the command may have reached the terminal, so it is never sent again; its outcome is searched for',
      evidence: failure.words,
    };
  const { outcome, at } = result as DispatchReport;
  return { ...explainOutcome(outcome, evidence), atMs: at };
}

/** The same answer on its second way, or as a worker reports it. */
export function explainOutcome(outcome: DispatchOutcome, evidence: string | undefined): EventExplanation {
  switch (outcome.kind) {
    case 'acknowledged':
      return explainAcknowledged(outcome.idPosTxs, evidence);
    case 'finished':
      return {
        actor: cloud,
        act: `answered how the command ended: ${outcome.proof.kind}`,
        why: 'in sync mode the answer is held until the terminal has finished, and is proof',
        evidence: describeNumbers(outcome.proof) ?? evidence,
      };
    case 'unknown':
      return {
        actor: worker,
        act: 'cannot say whether the command reached the terminal',
        why: 'silence is never read as a decline, so its outcome is searched for',
        evidence: outcome.cause,
      };
    case 'refused':
    case 'unreachable':
    case 'expired':
    case 'withheld':
    case 'reset':
      return explainNotSent(outcome, evidence);
  }
}

function explainAcknowledged(number: string, evidence: string | undefined): EventExplanation {
  return {
    actor: cloud,
    act: `took the command and gave it the number ${number}`,
    why: 'it answers a command at once, and reports the outcome later',
    evidence,
  };
}

type NotSentOutcome = Exclude<DispatchOutcome, { kind: 'acknowledged' | 'finished' | 'unknown' }>;

function explainNotSent(outcome: NotSentOutcome, evidence: string | undefined): EventExplanation {
  if (outcome.kind !== 'refused')
    return {
      actor: worker,
      act: `did not send the command: ${describeDispatch(outcome)}`,
      why: whyNotSent[outcome.kind],
      evidence,
    };
  return {
    actor: outcome.reason === 'mode_unavailable' ? worker : cloud,
    act: `refused the command: ${outcome.reason}`,
    why: 'its whole answer means that nothing reached the terminal',
    evidence: outcome.message ?? evidence,
  };
}

const whyNotSent = {
  unreachable: 'no connection to Getnet came about, so nothing left',
  expired: 'a command is never sent after its deadline',
  withheld:
    'right before sending, the run did not agree or did not answer, or Temporal did not take the claim',
  reset: 'a run that repeats an earlier one never sends',
} as const;
