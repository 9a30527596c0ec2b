import { TemporalFailure } from '@temporalio/workflow';
import type { LeaseGrant } from '../activities/contract.js';
import type { StatusQuestion } from '../domain/status-question.js';
import { isUndo } from '../domain/transaction-type.js';
import type { Verdict } from '../domain/verdict.js';
import { buildLeaseHolder, reportLeaseLost } from './acquire-terminal.js';
import { promptQueryProxy, queryProxy } from './activity-proxies.js';
import type { TransactionState } from './transaction-state.js';
import type { WorkflowClock } from './workflow-clock.js';

/** A status query is given this long at least, however near the moment when a person is needed. */
const MIN_QUERY_MS = 5_000;

/**
 * One status query, retried until Getnet says something readable. Reads only.
 *
 * @param budgetLeftMs until a person is needed: asking must not outlast it by much.
 * @returns what Getnet says about the command; silence where it says nothing readable.
 */
export async function askGetnet(
  { clock }: { readonly clock: WorkflowClock },
  question: StatusQuestion,
  budgetLeftMs: number,
): Promise<Verdict> {
  const { policy } = question;
  const longestMs = 2 * policy.limits.getnetTimeout + 5_000;
  const withinMs = Math.max(Math.min(longestMs, budgetLeftMs), MIN_QUERY_MS);
  try {
    const answer = queryProxy(policy, withinMs).queryStatus(question);
    return (await clock.read(answer, withinMs)).verdict;
  } catch (failure) {
    return toSilentVerdict(failure);
  }
}

/**
 * One status query in the same workflow task, right after a callback. On proof the terminal is given back in the same step,
 * except by an undo, whose end is reported first, and while another number of the command is open.
 *
 * @returns undefined where the worker has too many such queries under way: then it is asked the ordinary way.
 */
export async function askGetnetAtOnce(
  state: TransactionState,
  question: StatusQuestion,
  terminal: LeaseGrant,
): Promise<Verdict | undefined> {
  const { accepted } = state;
  const isCurrent = question.accepted.customId === accepted.customId;
  const isAlone = isCurrent && state.attempts.all.length === 1 && state.cancel.open === undefined;
  const mayRelease = isAlone && terminal.kind === 'acquired' && !isUndo(accepted.type);
  // The terminal may be at work on another number of the command.
  const isOnlyNumber = state.current.listOpenBeside(question.idPosTxs).length === 0;
  const releases = mayRelease && isOnlyNumber;
  const release = releases ? { lease: terminal.lease, holder: buildLeaseHolder(state) } : undefined;
  state.cancel.isReleasePossible = releases;
  try {
    const answer = await state.clock.read(
      promptQueryProxy.queryAndRelease({ question, ...(release && { release }) }),
    );
    if (answer.kind === 'deferred') return undefined;
    state.isLeaseReleased ||= answer.isReleased;
    if (answer.isLeaseLost) reportLeaseLost(state);
    return answer.verdict;
  } catch (failure) {
    return toSilentVerdict(failure);
  } finally {
    state.cancel.isReleasePossible = false;
  }
}

function toSilentVerdict(failure: unknown): Verdict {
  // A local activity's failure comes bare, an ordinary one's inside an ActivityFailure.
  if (!(failure instanceof TemporalFailure)) throw failure;
  return { kind: 'silent', cause: failure.cause?.message ?? failure.message };
}
