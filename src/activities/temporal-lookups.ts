import { log } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { HistoryActivities } from './contract.js';
import { callTemporal, undefinedWhenNotFound } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readFirstRun } from './first-run.js';
import { readUndoEnding } from './undo-state.js';

/** Look-ups in Temporal's own records. */
export function historyActivities(deps: Dependencies): HistoryActivities {
  return {
    async inspectHolder(holder) {
      try {
        const run = deps.temporal.workflow.getHandle(holder.workflowId, holder.runId);
        const { status } = await callTemporal(deps, () => run.describe());
        if (status.name !== 'RUNNING') return 'ended';
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
    readUndo: (customId) => readUndoEnding(deps, customId),
  };
}
