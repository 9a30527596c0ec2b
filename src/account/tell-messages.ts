import type { Snapshot } from '../domain/snapshot.js';
import type { Accepted } from '../domain/transaction.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { UndoClaim } from '../domain/undo.js';
import type { AnsweredSignal, CallbackHint } from '../workflows/transaction.messages.js';
import type { UndoGrant } from '../workflows/undos.messages.js';
import type { RunContext } from './context.js';
import { api, apiKeyActor, cloud, joinParts, tellUnrecognised, worker } from './entry.js';
import type { Telling } from './entry.js';
import { tellOutcome } from './tell-dispatch.js';
import {
  tellConfirmation,
  tellConfirmed,
  tellLateDecision,
  tellLateDecisionAnswer,
  tellResolution,
  tellResolutionAnswer,
  tellStatusRequest,
} from './tell-people.js';
import { tellCancelRequest } from './tell-cancel.js';
import { tellQuarantineEnd } from './tell-quarantine.js';
import { tellSettling } from './tell-reconciliation.js';
import { webhookSignals } from './tell-webhooks.js';
import { tellQueueChange, tellTurn } from './tell-waiting.js';
import { describeRequest } from './tell-start.js';
import { tellEnding, tellGrant } from './tell-undos.js';

/** A message to a run, as its history has it. */
export interface Message {
  readonly name: string;
  readonly args: readonly unknown[];
}

type TellSignal = (argument: unknown, context: RunContext) => Telling | undefined;

/** By the registered name of the signal. */
const signals: Readonly<Record<string, TellSignal>> = {
  callbackArrived: tellCallback,
  hintArrived: tellCallback,
  turnCame: tellTurn,
  queueChanged: tellQueueChange,
  ...webhookSignals,
  answered: (argument) => {
    const { outcome, customId, at } = argument as AnsweredSignal;
    const telling = tellOutcome(outcome, `customId ${customId}`);
    return { ...telling, why: `${telling.why}; this answer came on its second way`, atMs: at };
  },
};

export function hasWordsForSignal(name: string): boolean {
  return Object.hasOwn(signals, name);
}

export function tellSignal({ name, args }: Message, context: RunContext): Telling | undefined {
  const tell = signals[name];
  return tell === undefined ? tellUnrecognised(api, `the signal ${name}`) : tell(args[0], context);
}

/** A callback, or the answer of a dispatch for which no run was left. */
function tellCallback(argument: unknown, context: RunContext): Telling {
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

type TellUpdate = (message: Message) => Telling | undefined;

/** An update that a run has accepted, by its registered name. What only waits for an answer is told with the answer. */
const accepted: Readonly<Record<string, TellUpdate>> = {
  dispatched: () => undefined,
  undoRequested: () => undefined,
  undoEnded: () => undefined,
  confirmed: ({ args }) => tellConfirmation(args[0]),
  resolved: ({ args }) => tellResolution(args[0]),
  decided: ({ args }) => tellLateDecision(args[0]),
  statusRequested: ({ args }) => tellStatusRequest(args[0]),
  cancelRequested: ({ args }) => tellCancelRequest(args[0]),
  differencesSettled: ({ args }) => tellSettling(args[0]),
  quarantineEnded: ({ args }) => tellQuarantineEnd(args[0]),
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

export function hasWordsForUpdate(name: string): boolean {
  return Object.hasOwn(accepted, name);
}

export function tellUpdateAccepted(message: Message): Telling | undefined {
  const tell = accepted[message.name];
  return tell === undefined ? tellUnrecognised(api, `the update ${message.name}`) : tell(message);
}

/** What a run answered to an update. */
export interface UpdateAnswer {
  readonly message: Message;
  readonly result: unknown;
  /** Why it was refused. */
  readonly refusal: string | undefined;
}

export function tellUpdateAnswer({ message, result, refusal }: UpdateAnswer): Telling | undefined {
  const { name, args } = message;
  if (refusal !== undefined) return { actor: api, act: `was refused the update ${name}`, why: refusal };
  switch (name) {
    case 'dispatched':
    case 'triedAgain':
      return tellCallerAnswered(result as Snapshot);
    case 'confirmed':
      return tellConfirmed(result as Snapshot);
    case 'resolved':
      return tellResolutionAnswer(args[0], result);
    case 'decided':
      return tellLateDecisionAnswer(args[0], result);
    case 'undoRequested':
      return tellGrant(args[0] as UndoClaim, result as UndoGrant);
    case 'undoEnded':
      return tellEnding(args[0] as UndoEnding, result);
    default:
      return undefined;
  }
}

function tellCallerAnswered({ status, outcome }: Snapshot): Telling {
  return {
    actor: api,
    act: `could answer the caller: ${status}, money moved: ${outcome.moneyMoved}`,
    why:
      status === 'queued' ? 'it waits for the terminal' : 'the command was on its way, or provably was not',
    evidence: joinParts(outcome.reason, outcome.detail),
  };
}
