import type { Snapshot } from '../domain/snapshot.js';
import type { DecisionAnswer, DecisionRequest } from '../workflows/late-result.messages.js';
import type {
  ConfirmRequest,
  ResolutionAnswer,
  ResolutionRequest,
} from '../workflows/transaction.messages.js';
import { apiKeyActor, cloud, joinParts, operatorActor, workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';
import { getText } from './history.js';

/** A person says how a transaction ended. */
export function explainResolution(argument: unknown): EventExplanation {
  const { verdict, reason, evidence, actor, person, at } = argument as ResolutionRequest;
  return {
    actor: operatorActor(actor),
    act: `said how it ended: ${verdict}`,
    why: reason,
    evidence: joinParts(evidence, person !== undefined && `for ${person}`),
    atMs: at,
  };
}

/** What a person's verdict led to. */
export function explainResolutionAnswer(argument: unknown, result: unknown): EventExplanation {
  const { actor } = argument as ResolutionRequest;
  const answer = result as ResolutionAnswer;
  const outcome = `${answer.snapshot.status}, money moved: ${answer.snapshot.outcome.moneyMoved}`;
  switch (answer.kind) {
    case 'settled':
      return { ...explainSettled(answer.snapshot), actor: operatorActor(actor) };
    case 'proposed':
      return {
        actor: workflowActor('transaction'),
        act: 'keeps the verdict as a proposal',
        why: 'above the merchant’s limit another key has to agree',
      };
    case 'overtaken':
      return {
        actor: cloud,
        act: `answered before the verdict counted: ${outcome}`,
        why: 'Getnet’s own answer goes before a person’s',
      };
    case 'refused':
      return {
        actor: workflowActor('transaction'),
        act: `refused the verdict: ${answer.refusal.kind}`,
        why: answer.refusal.why,
      };
  }
}

function explainSettled({
  status,
  outcome,
  resolution,
  reversal,
}: Snapshot): Omit<EventExplanation, 'actor'> {
  if (reversal?.keptBy)
    return {
      act: 'keeps the sale, although it was not confirmed: money moved: yes',
      why: 'its undo had failed, and nothing has given it back since',
      evidence: `agreed by ${reversal.keptBy.actors.join(', ')}`,
    };
  if (reversal?.closedBy)
    return {
      act: 'closes the sale, which is not given back: money moved: no',
      why: 'its undo had failed, but its charge is gone',
      evidence: `agreed by ${reversal.closedBy.actors.join(', ')}`,
    };
  return {
    act: `settled the transaction: ${status}, money moved: ${outcome.moneyMoved}`,
    why: 'Getnet was asked once more before, and nothing of ours speaks against it',
    evidence: resolution && `agreed by ${resolution.actors.join(', ')}`,
  };
}

/** A person says what becomes of news that came after the end. */
export function explainLateDecision(argument: unknown): EventExplanation {
  const { verdict, action, reason, evidence, actor, person, at } = argument as DecisionRequest;
  const what = action === 'keep' ? 'keep it as it is' : 'give it back';
  return {
    actor: operatorActor(actor),
    act: `said about the late news: ${verdict}, ${what}`,
    why: reason,
    evidence: joinParts(evidence, person !== undefined && `for ${person}`),
    atMs: at,
  };
}

/** What a person's word about late news led to. */
export function explainLateDecisionAnswer(argument: unknown, result: unknown): EventExplanation {
  const answer = result as DecisionAnswer;
  const { decision } = answer.finding;
  if (answer.kind === 'refused')
    return { actor: LATE, act: `refused the word: ${answer.refusal.kind}`, why: answer.refusal.why };
  if (answer.kind === 'proposed')
    return {
      actor: LATE,
      act: 'keeps the word as a proposal',
      why: 'above the merchant’s limit another key has to agree',
    };
  return {
    actor: operatorActor((argument as DecisionRequest).actor),
    act: `decided about the late news: ${decision?.action ?? 'keep'}`,
    why: 'what Getnet proved stays the truth; the transaction keeps its status',
    evidence: decision && `agreed by ${decision.actors.join(', ')}`,
  };
}

const LATE = workflowActor('lateResult');

/** A person has Getnet asked now. */
export function explainStatusRequest(argument: unknown): EventExplanation {
  return {
    actor: operatorActor(getText(argument, 'by')),
    act: 'had Getnet asked now',
    why: 'before a terminal is released, the provider is asked how its command ended',
  };
}

/** The shop keeps an approved sale. */
export function explainConfirmation(argument: unknown): EventExplanation {
  return {
    actor: apiKeyActor((argument as ConfirmRequest).by),
    act: 'asked to keep the sale',
    why: 'the shop confirms what it started with confirmWithin',
    atMs: (argument as ConfirmRequest).at,
  };
}

/** What came of the confirmation. */
export function explainConfirmed({ confirmation }: Snapshot): EventExplanation {
  return {
    actor: workflowActor('transaction'),
    act: `keeps the sale: ${confirmation?.state ?? 'confirmed'}`,
    why: 'it was confirmed before its deadline',
    evidence: confirmation && `it had time until ${confirmation.confirmBy}`,
  };
}
