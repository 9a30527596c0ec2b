import { LOOK_UP_MS, callTemporal } from '../../api/store/temporal.js';
import type { Temporal } from '../../api/store/temporal.js';
import { readTermination } from '../../api/store/run-history.js';
import { refuseUnavailable } from '../../api/store/unavailable.js';
import { undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import type { EndedLease, LeaseEnd } from '../rows/lease-rows.js';
import type { IndexedRun } from './run-index.js';

/** Reads how a lease ended that the index names. @throws Problem `orchestrator-unavailable`, and at once when the process is to end. */
export type ReadLease = (run: IndexedRun) => Promise<EndedLease | undefined>;

/** The index has who had the terminal; how it ended is in the last event of the run. */
export function createLeaseReader(temporal: Temporal): ReadLease {
  return async (run) => {
    if (temporal.ongoing.isShuttingDown) throw refuseUnavailable();
    const { lease: memo, closedAt, runId } = run;
    const [, country, device] = run.workflowId.split('/');
    if (memo === undefined || closedAt === undefined || country === undefined || device === undefined)
      return undefined;
    const end = run.isTerminated ? await readEnd(temporal, run) : { endedBy: 'at_its_bound' as const };
    return { runId, country, device, memo, endedAt: closedAt, proof: undefined, ...end };
  };
}

/** Somebody's own words are not kept: they may say anything. */
async function readEnd(
  temporal: Temporal,
  { workflowId, runId }: IndexedRun,
): Promise<{ readonly endedBy: LeaseEnd; readonly proof?: string }> {
  const read = () => readTermination(temporal.client, { workflowId, runId });
  const termination = await callTemporal(temporal, LOOK_UP_MS, read).catch(undefinedWhenNotFound);
  if (termination === undefined) return { endedBy: 'not_known' };
  return parseEnd(termination.reason);
}

const BY_OPERATOR = /^given back for \S+ \(run \S+\): (.*?); released by operator /s;
const BY_HOLDER = /^given back (?:by|for) \S+ \(run \S+\): (.*)$/s;

/** Pure. @param reason what the lease was ended with. */
export function parseEnd(reason: string): { readonly endedBy: LeaseEnd; readonly proof?: string } {
  const [, word] = BY_OPERATOR.exec(reason) ?? [];
  if (word !== undefined) return { endedBy: 'by_operator', proof: word };
  const [, proof] = BY_HOLDER.exec(reason) ?? [];
  return proof === undefined ? { endedBy: 'by_hand' } : { endedBy: 'given_back', proof };
}
