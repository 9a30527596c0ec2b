import { activityInfo } from '@temporalio/activity';
import { ScheduleNotFoundError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
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
import type { DailyTerms, Dependencies } from './dependencies.js';
import type { DailyOrder, DailyReconciliationActivities } from './reconciliation-contract.js';

/** Has a terminal reconciled and closed by the settings of the day. Both may be repeated. */
export function dailyReconciliationActivities(deps: Dependencies): DailyReconciliationActivities {
  return {
    openReconciliation: (order) => openReconciliation(deps, order),
    readReconciliation: (id) => readReconciliation(deps, id),
  };
}

/** A minute and a half of tries: another worker, whose merchants file is newer, may take one of them up. */
const MIN_TRIES_NOT_WANTED = 8;
/** As late as a schedule catches up: after that the next day is closed. */
const MAX_LATE_MS = 3_600_000;

/**
 * @throws ApplicationFailure `ClosingNotWanted`, retryable, for the first tries at which the file of a worker does not want it
 * @throws ApplicationFailure `ClosingNotKnown` while the merchant is stopped or missing; retryable for an hour, and the schedule stays
 */
async function openReconciliation(
  deps: Dependencies,
  order: DailyOrder,
): Promise<ReconciliationId | undefined> {
  const terms = deps.findDailyTerms(order.merchant, order.terminalId);
  if (terms === 'not_known') throw buildNotKnown(order);
  if (terms !== 'not_wanted') return start(deps, order, terms);
  if (activityInfo().attempt > MIN_TRIES_NOT_WANTED) return deleteSchedule(deps, order);
  const message = `The merchants file of this worker does not close ${nameTerminal(order)} daily: it may be old.`;
  throw ApplicationFailure.retryable(message, 'ClosingNotWanted');
}

function buildNotKnown(order: DailyOrder): ApplicationFailure {
  const nonRetryable = Date.now() > activityInfo().scheduledTimestampMs + MAX_LATE_MS;
  const message = `It is not known whether ${nameTerminal(order)} is closed daily: its merchant is stopped or missing in the merchants file of this worker.`;
  return ApplicationFailure.create({ message, type: 'ClosingNotKnown', nonRetryable });
}

function nameTerminal({ merchant, terminalId }: DailyOrder): string {
  return `${merchant}/${terminalId}`;
}

async function start(
  deps: Dependencies,
  { merchant, of }: DailyOrder,
  { terminal, policy }: DailyTerms,
): Promise<ReconciliationId> {
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

/** No worker's settings want it any more. One that does all the same has it again within the hour. */
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
