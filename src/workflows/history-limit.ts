import { workflowInfo } from '@temporalio/workflow';

const MAX_EVENTS = 20_000;

/** Temporal ends a run at some 50,000 events: one that comes near no longer asks by itself, waits for a person, and says so. */
export function isHistoryFull(): boolean {
  return workflowInfo().historyLength > MAX_EVENTS;
}
