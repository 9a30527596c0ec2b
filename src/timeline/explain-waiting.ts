import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';
import { getField, getText } from './history.js';

const QUEUE = workflowActor('terminalQueue');
const WHY_ORDER = 'waiters of a terminal are served in the order of their arrival';

/** A transaction joins the queue of a busy terminal. */
export function explainJoined({ result, failure }: Answer, { workflowType }: RunContext): EventExplanation {
  const isReset = getText(result, 'kind') === 'reset';
  const act = isReset ? 'does not wait for the terminal' : 'joined the queue of the terminal';
  return {
    actor: workflowActor(workflowType),
    act: failure === undefined ? act : 'could not join the queue of the terminal',
    why: isReset ? 'a run that repeats an earlier one never sends' : WHY_ORDER,
    evidence: failure?.words,
    atMs: Number(getField(result, 'at')),
  };
}

/** A waiter tells the queue what became of its turn. What it tells is in the queue's own history. */
export function explainQueueTold(
  { result, failure }: Answer,
  { workflowType }: RunContext,
): EventExplanation {
  return {
    actor: workflowActor(workflowType),
    act:
      failure === undefined
        ? 'reported to the queue what became of its turn'
        : 'could not tell the queue what became of its turn',
    why: 'the next one is called when the terminal is free again',
    evidence: failure?.words,
    atMs: Number(getField(result, 'at')),
  };
}

/** The queue calls a waiter. */
export function explainTurn(argument: unknown): EventExplanation {
  const refusedBecause = getText(argument, 'refusedBecause');
  if (refusedBecause !== undefined)
    return {
      actor: workflowActor('terminalQuarantine'),
      act: 'refused the transaction, if it was not sent yet',
      why: refusedBecause,
      atMs: Number(getField(argument, 'at')),
    };
  return {
    actor: QUEUE,
    act: 'called the transaction: it is its turn',
    why: WHY_ORDER,
    atMs: Number(getField(argument, 'at')),
  };
}

/** The queue has called a waiter, whose run may have ended. */
export function explainCalled({ input, result, failure }: Answer): EventExplanation {
  const isGone = getField(result, 'isGone') === true;
  const waiter = getText(input, 'transactionId') ?? 'a waiter';
  return {
    actor: QUEUE,
    act: isGone ? `found that ${waiter} waits no more` : `called ${waiter}`,
    why: WHY_ORDER,
    evidence: failure?.words,
    atMs: Number(getField(result, 'at')),
  };
}

/** The present holder has given the terminal back. */
export function explainLeaseWatched({ result, failure }: Answer): EventExplanation {
  const heldMs = getField(result, 'heldMs');
  return {
    actor: QUEUE,
    act: failure === undefined ? 'saw the terminal become free' : 'could not watch the terminal',
    why: 'the next waiter is called then',
    evidence: failure?.words ?? (typeof heldMs === 'number' ? `it was held for ${heldMs} ms` : undefined),
    atMs: Number(getField(result, 'at')),
  };
}

/** News of a waiter, as the queue takes it in. */
export function explainQueueChange(argument: unknown): EventExplanation {
  const kind = getText(argument, 'kind') ?? 'changes';
  if (kind === 'closes' || kind === 'opens') return explainQueueClosed(kind, argument);
  const waiter =
    getText(argument, 'waiter', 'transactionId') ?? getText(argument, 'waiter', 'runId') ?? 'a waiter';
  return {
    actor: workflowActor('transaction'),
    act: `${waiter} ${changes[kind] ?? kind}`,
    why: WHY_ORDER,
    atMs: Number(getField(argument, 'at')),
  };
}

/** A quarantine has newcomers look, or need them to look no more. */
function explainQueueClosed(kind: 'closes' | 'opens', argument: unknown): EventExplanation {
  return {
    actor: workflowActor('terminalQuarantine'),
    act:
      kind === 'closes' ? 'had newcomers look whether they may use the terminal' : 'let newcomers pass again',
    why: kind === 'closes' ? 'several outcomes in a row are unknown' : 'the terminal takes payments again',
    atMs: Number(getField(argument, 'at')),
  };
}

const changes: Readonly<Record<string, string>> = {
  joins: 'joined the queue',
  took: 'took the terminal',
  missed: 'found the terminal taken',
  leaves: 'left the queue',
};
