import { CancellationScope, TemporalFailure } from '@temporalio/workflow';
import { lookupProxy } from './activity-proxies.js';
import type { LeaseInput, LeaseResult } from './terminal-lease.messages.js';

/**
 * The right to use a terminal: a dead man's switch. Started with a delay up to the moment when nothing of its holder's can
 * still be live, and ended by the holder on proof, it runs no task in the normal course. It wakes only when nobody gave it
 * back: then its holder is looked up, an overdue one is reported, and the terminal is free.
 */
export async function terminalLease({ holder }: LeaseInput): Promise<LeaseResult> {
  return CancellationScope.nonCancellable(async () => ({
    version: 1,
    holderState: await readHolderState(holder),
  }));
}

/** Whatever stands in the way of looking, the terminal is free at its bound. */
async function readHolderState(holder: LeaseInput['holder']): Promise<LeaseResult['holderState']> {
  try {
    return await lookupProxy.inspectHolder(holder);
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return 'not_known';
  }
}
