import { ApplicationFailure } from '@temporalio/common';
import type { TransactionId } from '../domain/ids.js';
import { listStates } from '../domain/reversal.js';
import { announceState } from '../domain/webhook-announcement.js';
import type { Announcement } from '../domain/webhook-announcement.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { announcementWorkflowId } from '../workflows/webhook-announcement.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readTransaction } from './void-obstacle.js';

/**
 * Each announcement repeats the earlier ones that may not have been made, so the latest ones cover all: the announcement of the outcome,
 * and at most three more for an undo by the service.
 */
const LATEST_STATES = 4;

/**
 * An undo or a late result announces events about another transaction. If that transaction could not announce a state at once, a run of
 * `webhookAnnouncement` still does so, and its event comes first. A sale never waits for its undo, so there is no deadlock. An undo's own
 * events wait as well where it carries such an event in front.
 *
 * @throws ApplicationFailure `EarlierEventUntold`, retryable, while an earlier event is not announced
 */
export async function requireEarlierStatesAnnounced(
  deps: Dependencies,
  { merchant, subject }: Announcement,
): Promise<void> {
  if (!('transactionId' in subject)) return;
  const untold = await findUnannouncedState(deps, merchant, subject.transactionId);
  if (untold === undefined) return;
  const message = `${untold} is not announced yet, and its event comes before this one.`;
  throw ApplicationFailure.create({ message, type: 'EarlierEventUntold' });
}

/** @returns the run that announces it. */
async function findUnannouncedState(
  deps: Dependencies,
  merchant: string,
  transactionId: TransactionId,
): Promise<string | undefined> {
  const snapshot = await readTransaction(deps, transactionId);
  if (snapshot === undefined) return undefined;
  const announced = listStates(snapshot)
    .map((state) => announceState(snapshot, state))
    .filter((announcement) => announcement !== undefined)
    .slice(-LATEST_STATES);
  const runs = announced.map(({ key }) => announcementWorkflowId({ merchant, key }));
  const open = await Promise.all(runs.map((workflowId) => isRunning(deps, workflowId)));
  return runs.find((_, n) => open[n]);
}

async function isRunning(deps: Dependencies, workflowId: string): Promise<boolean> {
  const run = deps.temporal.workflow.getHandle(workflowId);
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  return found !== undefined && isOpen(found.status.name);
}
