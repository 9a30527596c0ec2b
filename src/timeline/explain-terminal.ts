import type { HolderState, LeaseGrant, LeaseRelease } from '../activities/contract.js';
import type { Holder } from '../domain/snapshot.js';
import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { operatorActor, workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';
import { explainGivenBack } from './explain-queries.js';

/** What came of asking for the terminal. A lease that the run already has is not told again. */
export function explainAcquire(
  { result, failure }: Answer,
  context: RunContext,
): EventExplanation | undefined {
  const actor = workflowActor(context.workflowType);
  if (failure !== undefined)
    return {
      actor,
      act: 'could not take the terminal',
      why: 'Temporal did not say in time who has it',
      evidence: failure.words,
    };
  const grant = result as LeaseGrant;
  const explanation = explainGrant(grant, context);
  return explanation && { ...explanation, actor, atMs: grant.at };
}

function explainGrant(grant: LeaseGrant, context: RunContext): Omit<EventExplanation, 'actor'> | undefined {
  switch (grant.kind) {
    case 'acquired': {
      const isOurs = context.lease === grant.lease.runId;
      context.lease = grant.lease.runId;
      return isOurs ? undefined : explainTaken(grant.lease, context);
    }
    case 'held':
      return {
        act: `found the terminal in use by ${nameHolder(grant.holder, context)}`,
        why: 'a terminal serves one transaction at a time',
        evidence: describeBound(grant.holder),
      };
    case 'quarantined':
      return { act: 'did not take the terminal', why: grant.detail };
    case 'expired':
      return { act: 'did not take the terminal', why: 'the deadline to send had passed' };
    case 'reset':
      return {
        act: 'found that it repeats an earlier run',
        why: 'a run that was reset, or started again by hand, never sends',
      };
  }
}

function explainTaken(
  { workflowId, until }: Extract<LeaseGrant, { kind: 'acquired' }>['lease'],
  { hasDispatched }: RunContext,
): Omit<EventExplanation, 'actor'> {
  return {
    act: hasDispatched ? 'took the terminal once more' : 'took the terminal',
    why: hasDispatched
      ? 'the terminal is to be asked about the command'
      : 'a terminal serves one transaction at a time',
    evidence: `${workflowId}, until ${new Date(until).toISOString()} at the latest`,
  };
}

function describeBound(holder: Holder | undefined): string | undefined {
  return holder && `it is free at ${holder.until} at the latest`;
}

/** Without a holder, others wait for it. */
function nameHolder(holder: Holder | undefined, context: RunContext): string {
  if (holder === undefined) return 'those who wait for it';
  const { merchant, transactionId } = holder;
  return merchant === context.merchant ? transactionId : 'a transaction of another merchant';
}

/** How giving the terminal back ended. */
export function explainRelease(
  { result, failure }: Answer,
  context: RunContext,
): EventExplanation | undefined {
  const actor = workflowActor(context.workflowType);
  if (failure !== undefined)
    return {
      actor,
      act: 'could not give the terminal back',
      why: 'Temporal did not answer; the lease ends by itself at its bound',
      evidence: failure.words,
    };
  switch (result as LeaseRelease) {
    case 'released':
      return explainGivenBack(context);
    case 'healed':
      return {
        actor,
        act: 'found the terminal given back',
        why: 'the lease had ended by itself at its bound',
      };
    case 'lost':
      return {
        actor: operatorActor(undefined),
        act: 'had ended the lease of the terminal before its holder did',
        why: 'the terminal may have been used by two transactions: compare its receipts',
      };
  }
}

const holders: Readonly<Record<HolderState, string>> = {
  running: 'its holder still runs, and is overdue',
  ended: 'its holder has ended without giving it back',
  lost: 'its holder has ended without an outcome',
  gone: 'its holder is not known any more',
  not_known: 'its holder could not be looked up',
};

/** A lease that nobody gave back looks its holder up. */
export function explainHolder({ result, failure }: Answer): EventExplanation {
  return {
    actor: workflowActor('terminalLease'),
    act: `looked its holder up: ${failure === undefined ? holders[result as HolderState] : holders.not_known}`,
    why: 'its bound had come and nobody had released the terminal',
    evidence: failure?.words,
  };
}
