import { ScheduleNotFoundError } from '@temporalio/client';
import { createHash } from 'node:crypto';
import { closingTypes } from '../domain/closing.js';
import type { ReconciliationId } from '../domain/reconciliation-id.js';
import type { ReconciliationStatus } from '../domain/reconciliation.js';
import { dailyReconciliationWorkflowId } from '../workflows/daily-reconciliation.messages.js';
import {
  buildReconciliationStart,
  reconciliationWorkflow,
  reconciliationWorkflowId,
  standingQuery,
} from '../workflows/reconciliation.messages.js';
import type { ReconciliationInput, ReconciliationStanding } from '../workflows/reconciliation.messages.js';
import { ignoreAlreadyStarted, isOpen } from '../workflows/run-answers.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import type { DailyOrder, DailyReconciliationActivities } from './reconciliation-contract.js';

/** Has a terminal reconciled and closed by the settings of the day. Both may be repeated. */
export function dailyReconciliationActivities(deps: Dependencies): DailyReconciliationActivities {
  return {
    openReconciliation: (order) => openReconciliation(deps, order),
    readReconciliation: (id) => readReconciliation(deps, id),
  };
}

async function openReconciliation(
  deps: Dependencies,
  order: DailyOrder,
): Promise<ReconciliationId | undefined> {
  const { merchant, terminalId, of } = order;
  const terms = deps.findDailyTerms(merchant, terminalId);
  if (terms === undefined) return deleteSchedule(deps, order);
  const { terminal, policy } = terms;
  const input: ReconciliationInput = {
    version: 1,
    id: deriveReconciliationId(of),
    merchant,
    terminal,
    policy,
    closes: closingTypes[terminal.country],
    createdAt: new Date().toISOString(),
  };
  const options = buildReconciliationStart(input, deps.taskQueue);
  await callTemporal(deps, () => deps.temporal.workflow.start(reconciliationWorkflow, options)).catch(
    ignoreAlreadyStarted,
  );
  return input.id;
}

/** The settings do not want it any more. */
async function deleteSchedule(deps: Dependencies, order: DailyOrder): Promise<undefined> {
  const schedule = deps.temporal.schedule.getHandle(dailyReconciliationWorkflowId(order));
  await callTemporal(deps, () => schedule.delete()).catch((failure: unknown) => {
    if (!(failure instanceof ScheduleNotFoundError)) throw failure;
  });
}

async function readReconciliation(
  deps: Dependencies,
  id: ReconciliationId,
): Promise<'running' | ReconciliationStatus> {
  const run = deps.temporal.workflow.getHandle(reconciliationWorkflowId(id));
  const { status } = await callTemporal(deps, () => run.describe());
  if (isOpen(status.name)) return (await callTemporal(deps, () => run.query(standingQuery))).status;
  if (status.name !== 'COMPLETED') return 'incomplete';
  return ((await callTemporal(deps, () => run.result())) as ReconciliationStanding).status;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Asked again, the same run has the same reconciliation. */
function deriveReconciliationId(of: string): ReconciliationId {
  const digest = createHash('sha256').update(of).digest();
  const letters = Array.from(digest.subarray(0, 19), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `rc_${letters.join('')}` as ReconciliationId;
}
