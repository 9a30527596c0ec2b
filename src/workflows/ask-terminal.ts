import { TemporalFailure } from '@temporalio/workflow';
import type { Lease, LeaseGrant } from '../activities/contract.js';
import type { IdPosTxs } from '../domain/ids.js';
import { leaseEnd } from '../domain/policy.js';
import type { Verdict } from '../domain/verdict.js';
import { verdictInWords } from '../domain/proof.js';
import { claimOf, holderOf } from './acquire-terminal.js';
import { deviceAnswerWithin, leases, onceAtTheTerminal } from './promises.js';
import type { TransactionStory } from './transaction.story.js';

/** What the terminal is asked about. */
export interface TerminalQuestion {
  /** The right to the terminal that the command was sent under. */
  readonly first: LeaseGrant;
  readonly idPosTxs: IdPosTxs;
}

/**
 * The second witness: the terminal itself, where the cloud does not know. It is a command like any other, so the terminal has
 * to be ours: still, or once more; while it works on something else it is left alone.
 *
 * @returns undefined when the terminal could not be had.
 */
export async function askTerminal(
  story: TransactionStory,
  { first, idPosTxs }: TerminalQuestion,
): Promise<Verdict | undefined> {
  const lease = await hadNow(story);
  if (lease === undefined) return undefined;
  if (first.kind === 'acquired' && first.lease.runId === lease.runId)
    return lastsLongEnough(story) ? queried(story, idPosTxs) : undefined;
  const verdict = await queried(story, idPosTxs);
  await givenBack(lease, story, verdict);
  return verdict;
}

/** @returns the right to the terminal at this moment, be it the first one still; undefined while somebody else has it. */
async function hadNow(story: TransactionStory): Promise<Lease | undefined> {
  const { limits } = story.policy;
  const askBy = Date.now() + limits.getnetTimeout;
  const claim = { ...claimOf(story), dispatchBy: askBy, until: leaseEnd(askBy, limits) };
  try {
    const grant = await leases.acquireLease(claim);
    return grant.kind === 'acquired' ? grant.lease : undefined;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return undefined;
  }
}

/** Whether the first lease outlasts an answer; where it does not, the next time of asking takes a new one. */
function lastsLongEnough({ accepted, policy }: TransactionStory): boolean {
  return Date.now() + deviceAnswerWithin(policy) < leaseEnd(accepted.dispatchBy, policy.limits);
}

async function queried(
  { accepted, policy, snapshot }: TransactionStory,
  idPosTxs: IdPosTxs,
): Promise<Verdict> {
  const idFromCallback = idPosTxs !== snapshot.idPosTxs;
  try {
    return await onceAtTheTerminal(policy).queryDevice({ accepted, policy, idPosTxs, idFromCallback });
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return { kind: 'silent', cause: 'the worker that was asking the terminal did not report' };
  }
}

async function givenBack(lease: Lease, { accepted }: TransactionStory, verdict: Verdict): Promise<void> {
  try {
    const proof = `the terminal was asked about it: ${verdictInWords(verdict)}`;
    await leases.releaseLease({ lease, holder: holderOf(accepted), proof });
  } catch (failure) {
    // It ends by itself at its bound.
    if (!(failure instanceof TemporalFailure)) throw failure;
  }
}
