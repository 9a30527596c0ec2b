import type { ReversalStart } from '../activities/contract.js';
import type { LateHint } from '../workflows/transaction.messages.js';
import type { ReversalReport } from '../domain/reversal.js';
import type { Answer } from './answer.js';
import { joinParts, workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';

const SALE = workflowActor('transaction');
const WHY = 'the sale was not confirmed in time, or was given up';

/** The service starts the undo of a sale that was not confirmed. */
export function explainReversalStart({ result, failure }: Answer): EventExplanation {
  if (failure !== undefined)
    return { actor: SALE, act: 'could not start the undo of the sale', why: WHY, evidence: failure.words };
  return { actor: SALE, ...explainStart(result as ReversalStart) };
}

function explainStart(start: ReversalStart): Omit<EventExplanation, 'actor'> {
  switch (start.kind) {
    case 'started':
      return {
        act: `started the ${start.type} ${start.transactionId}`,
        why: WHY,
        evidence: start.reason,
        atMs: start.at,
      };
    case 'already_reversed':
      return { act: 'found that the sale went back already', why: WHY };
    case 'blocked':
      return {
        act: 'did not start an undo yet',
        why: start.why ?? 'another undo of the sale has no proven outcome',
        evidence: start.by,
      };
    case 'impossible':
      return { act: 'cannot undo the sale', why: start.reason };
    case 'not_started':
      return {
        act: 'found no undo of the sale',
        why: 'a run that repeats an earlier one starts none itself',
      };
  }
}

/** How the undo of the service stands. An undo that is still open is told once. */
export function explainReversalReport({ result, failure }: Answer): EventExplanation {
  const why = 'the sale follows its undo to its end';
  if (failure !== undefined)
    return { actor: SALE, act: 'could not read how the undo stands', why, evidence: failure.words };
  const report = result as ReversalReport;
  const detail = 'detail' in report ? report.detail : undefined;
  const reason = report.kind === 'not_sent' ? report.reason : undefined;
  return {
    actor: SALE,
    act: `read how its undo stands: ${report.kind}`,
    why,
    evidence: joinParts(reason, detail, report.kind === 'open' && report.needsPerson && 'it needs a person'),
  };
}

/** Whether all of the sale went back, by whichever undo. */
export function explainReversed({ result, failure }: Answer): EventExplanation | undefined {
  const isReversed = (result as { readonly isReversed?: boolean } | undefined)?.isReversed === true;
  if (failure === undefined && !isReversed) return undefined;
  return {
    actor: SALE,
    act: isReversed ? 'found that all of the sale went back' : 'could not read what went back of the sale',
    why: 'another undo may have given it back meanwhile',
    evidence: failure?.words,
  };
}

/** What contradicts a proven outcome is verified in a run of its own. */
export function explainLateHint({ input, failure }: Answer): EventExplanation {
  const { hint } = (input ?? {}) as Partial<LateHint>;
  return {
    actor: SALE,
    act:
      failure === undefined
        ? 'had the callback verified apart'
        : 'could not have the callback verified apart',
    why: 'it contradicts an outcome that is proven, which is never overwritten',
    evidence: failure?.words ?? (hint && `claims ${hint.claims}`),
  };
}
