import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { Device } from '../domain/terminal.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { quarantineWorkflowId } from '../workflows/terminal-quarantine.messages.js';
import type { QuarantineMemo } from '../workflows/terminal-quarantine.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** Undefined for a terminal that is not quarantined. */
export async function findQuarantine(
  deps: Dependencies,
  device: Device,
): Promise<QuarantineMemo | undefined> {
  const latest = await describeLatest(deps, quarantineWorkflowId(device));
  return latest && isOpen(latest.status.name) ? (latest.memo as unknown as QuarantineMemo) : undefined;
}

/** @returns undefined for a workflow id that Temporal does not know. */
export function describeLatest(
  deps: Dependencies,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  const run = deps.temporal.workflow.getHandle(workflowId);
  return callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
}
