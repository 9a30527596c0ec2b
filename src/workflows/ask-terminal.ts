import { TemporalFailure } from '@temporalio/workflow';
import type { Lease, LeaseGrant } from '../activities/contract.js';
import type { IdPosTxs } from '../domain/ids.js';
import { leaseEnd } from '../domain/policy.js';
import type { Verdict } from '../domain/verdict.js';
import { verdictInWords } from '../domain/proof.js';
import { claimOf, holderOf } from './acquire-terminal.js';
import { leases, onceAtTheTerminal } from './promises.js';
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
  if (isStillOurs(story, first)) return queried(story, idPosTxs);
  const again = await takenAgain(story, first);
  if (again === undefined) return undefined;
  const verdict = await queried(story, idPosTxs);
  await givenBack(again, story, verdict);
  return verdict;
}

/** With the time that an answer may take, before the lease can end. */
function isStillOurs({ accepted, policy }: TransactionStory, first: LeaseGrant): boolean {
  const end = leaseEnd(accepted.dispatchBy, policy.limits);
  return first.kind === 'acquired' && Date.now() + 2 * policy.limits.getnetTimeout < end;
}

/** Not the first lease once more: it may end while the terminal answers. */
async function takenAgain(story: TransactionStory, first: LeaseGrant): Promise<Lease | undefined> {
  const { limits } = story.policy;
  const askBy = Date.now() + limits.getnetTimeout;
  const claim = { ...claimOf(story), dispatchBy: askBy, until: leaseEnd(askBy, limits) };
  try {
    const grant = await leases.acquireLease(claim);
    if (grant.kind !== 'acquired') return undefined;
    return first.kind === 'acquired' && first.lease.runId === grant.lease.runId ? undefined : grant.lease;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return undefined;
  }
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
