import { isOutdated } from '../domain/dispatch.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Accepted } from '../domain/transaction.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { UndoClaim } from '../domain/undo.js';
import type { AnsweredSignal, CallbackHint } from '../workflows/transaction.messages.js';
import type { UndoGrant } from '../workflows/undos.messages.js';
import type { RunContext } from './context.js';
import { api, apiKeyActor, cloud, joinParts, explainUnrecognised, worker } from './entry.js';
import type { EventExplanation } from './entry.js';
import { explainOutcome } from './explain-dispatch.js';
import {
  explainConfirmation,
  explainConfirmed,
  explainLateDecision,
  explainLateDecisionAnswer,
  explainResolution,
  explainResolutionAnswer,
  explainStatusRequest,
} from './explain-people.js';
import { explainCancelRequest } from './explain-cancel.js';
import { explainQuarantineEnd } from './explain-quarantine.js';
import { explainSettling } from './explain-reconciliation.js';
import { webhookSignals } from './explain-webhooks.js';
import { explainQueueChange, explainTurn } from './explain-waiting.js';
import { describeRequest } from './explain-start.js';
import { explainEnding, explainExtension, explainGrant } from './explain-undos.js';

/** A message to a run, as its history has it. */
export interface Message {
  readonly name: string;
  readonly args: readonly unknown[];
}

type ExplainSignal = (argument: unknown, context: RunContext) => EventExplanation | undefined;

/** By the registered name of the signal. */
const signals: Readonly<Record<string, ExplainSignal>> = {
  callbackArrived: explainCallback,
  hintArrived: explainCallback,
  turnCame: explainTurn,
  queueChanged: explainQueueChange,
  saleFoundOpen: explainExtension,
  ...webhookSignals,
  answered: explainLateAnswer,
};

export function canExplainSignal(name: string): boolean {
  return Object.hasOwn(signals, name);
}

export function explainSignal({ name, args }: Message, context: RunContext): EventExplanation | undefined {
  const explain = signals[name];
  return explain === undefined ? explainUnrecognised(api, `the signal ${name}`) : explain(args[0], context);
}

/** The answer of a dispatch on its second way. */
function explainLateAnswer(argument: unknown, { handOut: latest }: RunContext): EventExplanation {
  const { customId, at, ...answer } = argument as AnsweredSignal;
  const { act, why, ...explanation } = explainOutcome(answer.outcome, `customId ${customId}`);
  const came = 'this answer came on its second way';
  if (!isOutdated(answer, latest)) return { ...explanation, act, why: `${why}; ${came}`, atMs: at };
  const counts = 'it counts for nothing: its worker had been given up, and another one had the command';
  return { ...explanation, act, why: `${came}, and ${counts}`, atMs: at };
}

/** A callback, or the answer of a dispatch for which no run was left. */
function explainCallback(argument: unknown, context: RunContext): EventExplanation {
  const { claims, idPosTxs, customId, digest, at } = argument as CallbackHint;
  context.wokenBy = 'callback';
  const number = idPosTxs === undefined ? '' : ` for the number ${idPosTxs}`;
  const isAnswer = digest.startsWith('answer of the dispatch');
  return {
    actor: isAnswer ? worker : cloud,
    act: isAnswer
      ? `kept Getnet’s answer to the command, which came after the run’s end: claims ${claims}${number}`
      : `called back: claims ${claims}${number}`,
    why: 'a callback is a hint to ask, and never proof',
    evidence: joinParts(`customId ${customId}`, !isAnswer && `SHA-256 of its body ${digest.slice(0, 12)}…`),
    atMs: at,
  };
}

type ExplainUpdate = (message: Message) => EventExplanation | undefined;

/** An update that a run has accepted, by its registered name. What only waits for an answer is told with the answer. */
const accepted: Readonly<Record<string, ExplainUpdate>> = {
  dispatched: () => undefined,
  undoRequested: () => undefined,
  undoEnded: () => undefined,
  confirmed: ({ args }) => explainConfirmation(args[0]),
  resolved: ({ args }) => explainResolution(args[0]),
  decided: ({ args }) => explainLateDecision(args[0]),
  statusRequested: ({ args }) => explainStatusRequest(args[0]),
  cancelRequested: ({ args }) => explainCancelRequest(args[0]),
  differencesSettled: ({ args }) => explainSettling(args[0]),
  quarantineEnded: ({ args }) => explainQuarantineEnd(args[0]),
  triedAgain: ({ args }) => {
    const next = args[0] as Accepted;
    return {
      actor: apiKeyActor(next.acceptedBy),
      act: `asked again with the same key: attempt ${next.attempt}, ${describeRequest(next)}`,
      why: 'the attempt before was not sent, and its time to try again was not over',
      evidence: `customId ${next.customId}`,
      atMs: Date.parse(next.createdAt),
    };
  },
};

export function canExplainUpdate(name: string): boolean {
  return Object.hasOwn(accepted, name);
}

export function explainUpdateAccepted(message: Message): EventExplanation | undefined {
  const explain = accepted[message.name];
  return explain === undefined ? explainUnrecognised(api, `the update ${message.name}`) : explain(message);
}

/** What a run answered to an update. */
export interface UpdateAnswer {
  readonly message: Message;
  readonly result: unknown;
  /** Why it was refused. */
  readonly refusal: string | undefined;
}

export function explainUpdateAnswer({
  message,
  result,
  refusal,
}: UpdateAnswer): EventExplanation | undefined {
  const { name, args } = message;
  if (refusal !== undefined) return { actor: api, act: `was refused the update ${name}`, why: refusal };
  switch (name) {
    case 'dispatched':
    case 'triedAgain':
      return explainCallerAnswered(result as Snapshot);
    case 'confirmed':
      return explainConfirmed(result as Snapshot);
    case 'resolved':
      return explainResolutionAnswer(args[0], result);
    case 'decided':
      return explainLateDecisionAnswer(args[0], result);
    case 'undoRequested':
      return explainGrant(args[0] as UndoClaim, result as UndoGrant);
    case 'undoEnded':
      return explainEnding(args[0] as UndoEnding, result);
    default:
      return undefined;
  }
}

function explainCallerAnswered({ status, outcome }: Snapshot): EventExplanation {
  return {
    actor: api,
    act: `could answer the caller: ${status}, money moved: ${outcome.moneyMoved}`,
    why:
      status === 'queued' ? 'it waits for the terminal' : 'the command was on its way, or provably was not',
    evidence: joinParts(outcome.reason, outcome.detail),
  };
}
