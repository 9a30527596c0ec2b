import { workflowInfo } from '@temporalio/workflow';
import type { Snapshot } from '../domain/snapshot.js';
import { withKeptTerminal } from './kept-terminal.js';
import { withNextCheckTimes } from './next-check-times.js';
import { withAttentionFacts } from './operator-handlers.js';
import type { TransactionState } from './transaction-state.js';
import { showRepeated } from './unknown-details.js';

/** A reset run must not show *not sent*, or that it waits: an earlier run may have sent since. Only the answer changes, not what is replayed. */
export function readShownSnapshot(state: TransactionState): Snapshot {
  return withKeptTerminal(withNextCheckTimes(readStandingSnapshot(state), state), state);
}

function readStandingSnapshot(state: TransactionState): Snapshot {
  const snapshot = withAttentionFacts(state);
  const { runId, firstExecutionRunId } = workflowInfo();
  const isReset = runId !== firstExecutionRunId;
  const saysNo = snapshot.status === 'not_sent' || snapshot.status === 'queued';
  return isReset && saysNo ? showRepeated(snapshot) : snapshot;
}
