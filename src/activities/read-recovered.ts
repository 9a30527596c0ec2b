import type { TransactionId } from '../domain/ids.js';
import type { Snapshot } from '../domain/snapshot.js';
import { recoveryWorkflowId } from '../workflows/recovery.messages.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readOpenRun } from './read-open-run.js';

/** Reads from its recovery a transaction whose own run ended without an outcome. Undefined if it has no recovery. */
export async function readRecovered(deps: Dependencies, id: TransactionId): Promise<Snapshot | undefined> {
  const run = deps.temporal.workflow.getHandle(recoveryWorkflowId(id));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  if (found?.status.name === 'COMPLETED')
    return ((await callTemporal(deps, () => run.result())) as Snapshot | null) ?? undefined;
  return found !== undefined && isOpen(found.status.name) ? readOpenRun(deps, run) : undefined;
}
