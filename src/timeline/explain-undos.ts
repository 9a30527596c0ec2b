import type { UndoInDoubt, UndoReport, UndoRequest } from '../activities/contract.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { UndoClaim, UndoneSale } from '../domain/undo.js';
import type { SaleFoundOpen, UndoGrant } from '../workflows/undos.messages.js';
import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';

const REMEMBERS = workflowActor('undos');

/** Whether a void or return may be sent. */
export function explainUndoRequest({ result, failure, input }: Answer): EventExplanation {
  const sale = nameSale((input as Partial<UndoRequest> | undefined)?.sale);
  if (failure !== undefined)
    return {
      actor: REMEMBERS,
      act: `did not answer whether ${sale} may be undone`,
      why: 'without permission nothing is sent',
      evidence: failure.words,
    };
  const grant = result as UndoGrant;
  return grant.kind === 'granted'
    ? {
        actor: REMEMBERS,
        act: `permitted to undo ${sale}`,
        why: 'no other undo of it is open, and together they do not exceed it',
      }
    : {
        actor: REMEMBERS,
        act: `refused to undo ${sale}: ${grant.reason}`,
        why: 'nothing is sent without permission',
        evidence: grant.detail,
      };
}

/** A sale of ours is known by its id. */
function nameSale(sale: Partial<UndoneSale> | undefined): string {
  return sale?.transactionId ?? sale?.name ?? 'the sale';
}

/** The sale hears how its undo ended. */
export function explainUndoReport({ result, failure, input }: Answer, context: RunContext): EventExplanation {
  const { sale, ending } = (input ?? {}) as Partial<UndoReport>;
  const actor = workflowActor(context.workflowType);
  const what = `that this undo of ${nameSale(sale)} is ${ending?.state ?? 'ended'}`;
  if (failure !== undefined)
    return {
      actor,
      act: `could not report ${what}`,
      why: 'the next undo request reads this run',
      evidence: failure.words,
    };
  return {
    actor,
    act: `reported ${what}`,
    why: 'an open undo blocks the next one, and what went back limits it',
    evidence: typeof result === 'string' ? result : undefined,
  };
}

/** `undos` looks up an undo whose report may be missing. */
export function explainUndoLookup({ result, failure, input }: Answer): EventExplanation {
  const undo = (input as Partial<UndoInDoubt> | undefined)?.customId ?? input;
  const ending = result as UndoEnding | UndoEnding['state'] | null | undefined;
  const state = typeof ending === 'string' ? ending : ending?.state;
  return {
    actor: REMEMBERS,
    act: `looked up how ${String(undo ?? 'an undo')} stands: ${state ?? 'nobody knows'}`,
    why: 'its report may be missing or old, and another undo asks for permission',
    evidence: failure?.words,
  };
}

/** What `undos` answered to a request for permission. */
export function explainGrant(claim: Partial<UndoClaim>, grant: UndoGrant): EventExplanation {
  const what = `the ${claim.type ?? 'undo'} ${claim.customId ?? ''}`.trim();
  return grant.kind === 'granted'
    ? {
        actor: REMEMBERS,
        act: `permitted ${what}`,
        why: 'no other undo of the sale is open, and together they do not exceed it',
      }
    : {
        actor: REMEMBERS,
        act: `refused ${what}: ${grant.reason}`,
        why: 'an undo rule',
        evidence: grant.detail,
      };
}

/** What `undos` noted of an undo's end. */
export function explainEnding({ customId, state }: Partial<UndoEnding>, warning: unknown): EventExplanation {
  return {
    actor: REMEMBERS,
    act: `noted that ${customId ?? 'an undo'} is ${state ?? 'ended'}`,
    why: 'an open undo blocks the next one, and what went back limits it',
    evidence: typeof warning === 'string' ? warning : undefined,
  };
}

/** The sale's own run still goes on: its undos are remembered for longer. */
export function explainExtension(argument: unknown): EventExplanation {
  const { rememberUntil } = argument as Partial<SaleFoundOpen>;
  return {
    actor: REMEMBERS,
    act: 'remembers what was undone of the sale for longer',
    why: 'the run of the sale goes on, so the sale may still be undone',
    evidence: rememberUntil === undefined ? undefined : `until ${new Date(rememberUntil).toISOString()}`,
  };
}
