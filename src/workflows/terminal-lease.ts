import { CancellationScope, TemporalFailure } from '@temporalio/workflow';
import { lookupProxy } from './activity-proxies.js';
import type { LeaseInput, LeaseResult } from './terminal-lease.messages.js';

/**
 * The right to use a terminal. It starts with a delay until no command of its holder can still be live. The holder ends it on
 * proof, so it normally runs no task. If no one releases it, the lease wakes, checks its holder, reports one that still runs, has
 * the outcome of a dead one searched for, and ends.
 */
export async function terminalLease({ holder }: LeaseInput): Promise<LeaseResult> {
  return CancellationScope.nonCancellable(async () => {
    const holderState = await ignoreFailure(() => lookupProxy.inspectHolder(holder));
    if (holderState === 'lost') await ignoreFailure(() => lookupProxy.startRecovery(holder));
    return { version: 1, holderState: holderState ?? 'not_known' };
  });
}

/** The terminal becomes free at its bound, also when the holder cannot be read. */
async function ignoreFailure<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return undefined;
  }
}
