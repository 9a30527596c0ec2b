import { webhookEnds } from './explain-webhooks.js';
import { describeVerdict } from '../domain/proof.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { LateResultFinding } from '../workflows/late-result.messages.js';
import type { LeaseResult } from '../workflows/terminal-lease.messages.js';
import { explainQuarantineOver } from './explain-quarantine.js';
import type { QuarantineResult } from '../workflows/terminal-quarantine.messages.js';
import { joinParts, operatorActor, server, workflowActor } from './entry.js';
import type { Actor, EventExplanation } from './entry.js';
import { getField, getText } from './history.js';
import type { Fields, RunHistory } from './history.js';

/** As the operators' route writes it. */
const OPERATOR_RELEASE = /^given back for (\S+) \(run \S+\): (.*?); released by operator (\S+): (.*)$/s;
const RELEASE_REASON = /^given back by (\S+) \(run \S+\): (.*)$/s;

/** How a run ended with a result. */
export function explainCompleted(workflowType: string, result: unknown): EventExplanation {
  const actor = workflowActor(workflowType);
  const ofWebhook = webhookEnds[workflowType];
  if (ofWebhook) return ofWebhook(result);
  if (workflowType === 'terminalLease') return explainLeaseOver(actor, result as LeaseResult);
  if (workflowType === 'lateResult') return explainFinding(actor, result as LateResultFinding);
  if (workflowType === 'terminalQueue')
    return { actor, act: 'ended', why: 'nobody waits for the terminal any more' };
  if (workflowType === 'terminalQuarantine') return explainQuarantineOver(actor, result as QuarantineResult);
  if (workflowType === 'undos')
    return {
      actor,
      act: 'stopped remembering the undos of the sale',
      why: 'the sale is older than what is remembered',
    };
  return explainTransactionOver(actor, result as Partial<Snapshot>);
}

function explainTransactionOver(
  actor: Actor,
  { status, outcome, reversal }: Partial<Snapshot>,
): EventExplanation {
  const isNotSent = status === 'not_sent';
  return {
    actor,
    act: `ended: ${status ?? 'its result is not readable'}`,
    why: isNotSent ? 'its key can no longer try again in this run' : 'nothing is left to find out',
    evidence: joinParts(
      outcome && `money moved: ${outcome.moneyMoved}`,
      reversal && `its ${reversal.type ?? 'undo'} ${reversal.transactionId ?? ''} is ${reversal.state}`,
    ),
  };
}

function explainLeaseOver(actor: Actor, { holderState }: LeaseResult): EventExplanation {
  return {
    actor,
    act: 'ended at its bound, and the terminal is free',
    why: 'from then on no command of its holder can still be live',
    evidence: `its holder: ${holderState}`,
  };
}

function explainFinding(actor: Actor, { moneyMoved, verdict }: LateResultFinding): EventExplanation {
  return {
    actor,
    act: `found that money moved: ${moneyMoved}`,
    why: 'Getnet was asked about every number that is known',
    evidence: describeVerdict(verdict),
  };
}

/** Whether a lease was given back by the run that had it, or is still had. */
export function isGivenBack({ events }: Pick<RunHistory, 'events'>): boolean {
  const { type, fields } = events.at(-1) ?? { type: '', fields: {} };
  if (type === 'WorkflowExecutionTerminated') return RELEASE_REASON.test(getText(fields, 'reason') ?? '');
  return type !== 'WorkflowExecutionCompleted';
}

/** Somebody ended a run at once: a lease that is given back ends in this way, too. */
export function explainTerminated(fields: Fields): EventExplanation {
  const reason = getText(fields, 'reason') ?? 'no reason was given';
  const [, holder, proof] = RELEASE_REASON.exec(reason) ?? [];
  if (holder !== undefined)
    return {
      actor: workflowActor('transaction'),
      act: `gave the terminal back for ${holder}`,
      why: 'it is known that the terminal is done with the command',
      evidence: proof,
    };
  const [, heldBy, grounds, operator, purpose = reason] = OPERATOR_RELEASE.exec(reason) ?? [];
  if (heldBy !== undefined)
    return {
      actor: operatorActor(operator),
      act: `released the terminal that ${heldBy} had`,
      why: purpose,
      evidence: grounds,
    };
  return {
    actor: operatorActor(getText(fields, 'identity')),
    act: 'terminated the run',
    why: reason,
    evidence: 'a terminated run proves nothing about the money',
  };
}

/** A run that ended without a result and without a hand. */
export function explainBrokenEnd(type: string, fields: Fields): EventExplanation {
  const failure = getText(fields, 'failure', 'message');
  const hows: Readonly<Record<string, string>> = {
    WorkflowExecutionFailed: 'ended the run as failed, by a fault of this service',
    WorkflowExecutionTimedOut: 'ended the run by a time limit',
    WorkflowExecutionCanceled: 'ended the run as cancelled',
    WorkflowExecutionContinuedAsNew: 'ended this run, which goes on in a new one',
  };
  return {
    actor: server,
    act: hows[type] ?? `ended the run: ${type}`,
    why: failure ?? 'the history does not say',
    evidence: getText(fields, 'newExecutionRunId') && `run ${getText(fields, 'newExecutionRunId') ?? ''}`,
  };
}

/** Somebody asked Temporal to cancel the run. */
export function explainCancelRequested(fields: Fields): EventExplanation {
  return {
    actor: operatorActor(getText(fields, 'identity')),
    act: 'asked Temporal to cancel the run',
    why: getText(fields, 'cause') ?? 'no reason was given',
    evidence:
      'it is treated like a cancel request to the API; a refusal is in the evidence of the transaction',
  };
}

/** Somebody changed how Temporal treats the run. */
export function explainPaused(act: string, fields: Fields): EventExplanation {
  const why = getText(fields, 'reason') ?? 'no reason was given';
  return { actor: operatorActor(getText(fields, 'identity')), act, why };
}

/** A run that was reset begins again from one of its earlier steps. */
export function explainReset(fields: Fields): EventExplanation {
  return {
    actor: operatorActor(undefined),
    act: 'reset the run',
    why: getText(fields, 'failure', 'message') ?? 'no reason was given',
    evidence: `the run ${getText(fields, 'newRunId') ?? ''} repeats ${getText(fields, 'baseRunId') ?? ''}, and never sends`,
  };
}

/** A worker could not do a step of the run. */
export function explainFailedStep(fields: Fields): EventExplanation {
  return {
    actor: workflowActor('worker'),
    act: 'failed at a step of the run',
    why: getText(fields, 'failure', 'message') ?? 'the history does not say',
    evidence: getText(fields, 'cause'),
  };
}

/** What a run wrote into its memo: an attempt that was not sent is kept open for its key. */
export function explainParked(fields: Fields, workflowType: string): EventExplanation | undefined {
  const parked = getField(fields, 'upsertedMemo', 'fields', 'parked');
  if (parked === undefined) return undefined;
  const retryUntil = getText(parked, 'retryUntil');
  return {
    actor: workflowActor(workflowType),
    act: `parked attempt ${String(getField(parked, 'attempt') ?? '')}, which was not sent`,
    why: getText(parked, 'reason') ?? 'the history does not say',
    evidence:
      retryUntil === undefined ? 'its key may not try again' : `its key may try again until ${retryUntil}`,
  };
}
