import { log } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { parseTransactionId } from '../domain/ids.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import type { LeaseHolder } from '../workflows/terminal-lease.messages.js';
import type { HistoryActivities } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readFirstRun } from './first-run.js';
import { readDeadRun, startRecovery } from './recoveries.js';
import { readUndoEnding } from './undo-state.js';

/** Look-ups in Temporal's own records. */
export function historyActivities(deps: Dependencies): HistoryActivities {
  return {
    async inspectHolder(holder) {
      try {
        const run = deps.temporal.workflow.getHandle(holder.workflowId, holder.runId);
        const { status } = await callTemporal(deps, () => run.describe());
        if (status.name === 'COMPLETED') return 'ended';
        if (!isOpen(status.name)) return (await isReplaced(deps, holder)) ? 'ended' : 'lost';
      } catch (failure) {
        if (failure instanceof WorkflowNotFoundError) return 'gone';
        throw failure;
      }
      deps.count('lease_overdue');
      log.warn('a terminal is free again although its last transaction is still unproven', { holder });
      return 'running';
    },
    async readFirstRun({ workflowId, runId }) {
      const run = deps.temporal.workflow.getHandle(workflowId, runId);
      // Retention takes runs one by one: a reset of a reset may outlive the first.
      const history = await callTemporal(deps, () => run.fetchHistory()).catch(undefinedWhenNotFound);
      const found = await readFirstRun(history?.events ?? [], deps.temporal.options.loadedDataConverter);
      return { ...found, at: Date.now() };
    },
    readDeadRun: (transactionId) => readDeadRun(deps, transactionId),
    async startRecovery({ transactionId, ...holder }) {
      const id = parseTransactionId(transactionId);
      if (id !== undefined) await startRecovery(deps, { ...holder, transactionId: id });
    },
    readUndo: (undo) => readUndoEnding(deps, undo),
  };
}

/** It was reset: the run that goes on in its place, or has ended, has the outcome. */
async function isReplaced(deps: Dependencies, { workflowId, runId }: LeaseHolder): Promise<boolean> {
  const latest = deps.temporal.workflow.getHandle(workflowId);
  const found = await callTemporal(deps, () => latest.describe());
  return found.runId !== runId && (isOpen(found.status.name) || found.status.name === 'COMPLETED');
}
